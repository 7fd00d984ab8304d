import { KNOWN_DEVICE, TOKEN_VERIFIER } from '@bali/http';
import { type DynamicModule, type FactoryProvider, Module, type ValueProvider } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.js';
import { OwnCredentials } from '../accounts/own-credentials.js';
import { Passkeys } from '../passkeys/passkeys.js';
import { Sessions } from '../sessions/sessions.js';
import { AUTHENTICATION, type Authentication } from '../authentication.js';
import { AccountListsController } from './account-lists.controller.js';
import { AccountCommands } from './account-commands.js';
import { AccountsController } from './accounts.controller.js';
import { DelegationsController } from './delegations.controller.js';
import { knownDeviceOf } from './known-device.js';
import { PageSessionsController } from './page-sessions.controller.js';
import { PasskeysController } from './passkeys.controller.js';
import { SessionsController } from './sessions.controller.js';

/** Who a person is, over HTTP: accounts, the delegation log, sessions, and the verifier of every request's token. */
@Module({})
export class IdentityModule {
  /**
   * @param authentication gives the `Authentication` of the application; see `openedAuthentication`.
   * @param onPages whether people sign in on pages of this API, too.
   */
  static of(
    authentication: Omit<FactoryProvider<Authentication>, 'provide'> | Omit<ValueProvider<Authentication>, 'provide'>,
    { onPages = false }: { readonly onPages?: boolean } = {},
  ): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [
        ...[SessionsController, ...(onPages ? [PageSessionsController] : []), PasskeysController, AccountsController],
        ...[DelegationsController, AccountListsController],
      ],
      providers: [
        AccountCommands,
        { provide: AUTHENTICATION, ...authentication },
        { provide: TOKEN_VERIFIER, inject: [AUTHENTICATION], useFactory: ({ verifier }: Authentication) => verifier },
        {
          provide: KNOWN_DEVICE,
          inject: [AUTHENTICATION],
          useFactory: ({ identity }: Authentication) => knownDeviceOf(identity),
        },
        {
          provide: Accounts,
          inject: [AUTHENTICATION],
          useFactory: ({ identity }: Authentication) => identity.accounts,
        },
        {
          provide: OwnCredentials,
          inject: [AUTHENTICATION],
          useFactory: ({ identity }: Authentication) => identity.ownCredentials,
        },
        {
          provide: Passkeys,
          inject: [AUTHENTICATION],
          useFactory: ({ identity }: Authentication) => identity.passkeys,
        },
        {
          provide: Sessions,
          inject: [AUTHENTICATION],
          useFactory: ({ identity }: Authentication) => identity.sessions,
        },
      ],
      exports: [AUTHENTICATION, TOKEN_VERIFIER, KNOWN_DEVICE, Accounts],
    };
  }
}
