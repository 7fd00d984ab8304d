import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HTTP_OPTIONS, type HttpOptions } from './http-options.js';
import { Metrics } from './operations/metrics.js';
import { HealthController, MetricsController } from './operations/operations-controllers.js';
import { ProblemsController } from './problems/problems-controller.js';
import { EventStreams } from './streams/event-streams.js';

/** What every API of ours has besides its own: health, metrics, explanations of problems, streams. */
@Module({})
export class HttpModule {
  /** @param api the module of the API itself; {@link Metrics} and {@link EventStreams} can be injected into all of it. */
  static around(api: Type | DynamicModule, options: HttpOptions): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      imports: [DiscoveryModule, api],
      controllers: [HealthController, MetricsController, ProblemsController],
      providers: [{ provide: HTTP_OPTIONS, useValue: options }, Metrics, EventStreams],
      exports: [HTTP_OPTIONS, Metrics, EventStreams],
    };
  }
}
