import type { Person } from '@bali/access';
import { type DynamicModule, Module } from '@nestjs/common';
import { DEMO_PEOPLE, type DemoPeople, DemoSignInController } from './demo-sign-in.controller.js';

/** Signing in with one click: a part of the demo, and of no other program of ours. */
@Module({})
export class DemoSignInModule {
  static of(people: readonly Person[], passwordOf: DemoPeople['passwordOf']): DynamicModule {
    return {
      module: DemoSignInModule,
      controllers: [DemoSignInController],
      providers: [{ provide: DEMO_PEOPLE, useValue: { people, passwordOf } satisfies DemoPeople }],
    };
  }
}
