import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { HTTP_OPTIONS, type HttpOptions } from './http-options.js';
import { Metrics } from './operations/metrics.js';
import { HealthController, MetricsController } from './operations/operations-controllers.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { ProblemsController } from './problems/problems-controller.js';
import { RouteTable } from './request/route-table.js';
import { InputValidationPipe } from './request/validation-pipe.js';
import { AccessGuard } from './security/access-guard.js';
import { countLongWork, LONG_WORK } from './security/long-work.js';
import { RATE_LIMITER, type RateLimiter } from './security/rate-limiter.js';
import { RouteCheck } from './security/unguarded-routes.js';
import { EventStreams } from './streams/event-streams.js';

/** What belongs to the server itself, and is there before any module is. */
export interface HttpServer {
  readonly options: HttpOptions;
  readonly routes: RouteTable;
  readonly limiter: RateLimiter;
}

/** What every request passes through, in this order: guard, pipe, handler; the filter answers what any of them throws. */
const AROUND_EVERY_HANDLER: readonly Provider[] = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_PIPE, useClass: InputValidationPipe },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

/** What every API of ours has besides its own routes: access, validation, problems, health, metrics, streams. */
@Module({})
export class HttpModule {
  /**
   * @param api the module of the API itself. It exports `TOKEN_VERIFIER` and, where there are any, `READINESS_CHECKS`.
   * {@link Metrics} and {@link EventStreams} can be injected into all of it.
   */
  static around(api: Type | DynamicModule, { options, routes, limiter }: HttpServer): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      imports: [DiscoveryModule, api],
      controllers: [HealthController, MetricsController, ProblemsController],
      providers: [
        { provide: HTTP_OPTIONS, useValue: options },
        { provide: RouteTable, useValue: routes },
        { provide: RATE_LIMITER, useValue: limiter },
        { provide: LONG_WORK, useFactory: countLongWork },
        ...AROUND_EVERY_HANDLER,
        RouteCheck,
        Metrics,
        EventStreams,
      ],
      exports: [HTTP_OPTIONS, LONG_WORK, Metrics, EventStreams],
    };
  }
}
