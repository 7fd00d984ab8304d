import { READINESS_CHECKS } from '@bali/http';
import { IdentityModule } from '@bali/identity';
import { CLOCK, storeReadiness } from '@bali/installation';
import { TrialReadingModule } from '@bali/trial-reading';
import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LedgersController } from './ledgers/ledgers.controller.js';
import type { OpenResources } from './open-resources.js';
import { PackagesController } from './packages/packages.controller.js';
import { ReplayController } from './replay/replay.controller.js';
import { RESOURCES } from './resources.js';

const CLOSE_RESOURCES = Symbol('close resources');

/** Closes the ledgers when nothing is under way any more: every request is answered and every stream has ended. */
@Injectable()
class ResourceCloser implements OnApplicationShutdown {
  constructor(@Inject(CLOSE_RESOURCES) private readonly close: OpenResources['close']) {}

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

/** The audit log, replay, proofs and packages: what inspectors and their programs talk to. */
@Module({})
export class InspectionApiModule {
  /** The resources are closed with the application. */
  static with({ resources, wayIn, close }: OpenResources): DynamicModule {
    const checks = [
      storeReadiness(...Object.values(resources.stores)),
      { name: 'projections', isUp: () => resources.runner.state.phase === 'following' },
    ];
    return {
      module: InspectionApiModule,
      global: true,
      imports: [IdentityModule.of({ useValue: wayIn }), TrialReadingModule.of(resources)],
      controllers: [LedgersController, ReplayController, PackagesController],
      providers: [
        { provide: RESOURCES, useValue: resources },
        { provide: CLOSE_RESOURCES, useValue: close },
        { provide: CLOCK, useValue: resources.now },
        { provide: READINESS_CHECKS, useValue: checks },
        ResourceCloser,
      ],
      exports: [IdentityModule, READINESS_CHECKS, CLOCK],
    };
  }
}
