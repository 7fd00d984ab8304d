import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsReadingController } from './accounts-reading.controller.js';
import { AccountsController } from './accounts.controller.js';
import { IDENTITY_RESOURCES, type IdentityResources } from './identity-resources.js';
import { PasskeysController } from './passkeys.controller.js';
import { SessionsController } from './sessions.controller.js';

/** Accounts, delegation log and sessions over HTTP. */
@Module({})
export class IdentityModule {
  static with(resources: IdentityResources): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [SessionsController, PasskeysController, AccountsController, AccountsReadingController],
      providers: [{ provide: IDENTITY_RESOURCES, useValue: resources }],
    };
  }
}
