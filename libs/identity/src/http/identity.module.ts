import { TOKEN_VERIFIER } from '@bali/http';
import { type DynamicModule, type FactoryProvider, Module, type ValueProvider } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.js';
import { OwnCredentials } from '../accounts/own-credentials.js';
import { Passkeys } from '../passkeys/passkeys.js';
import { Sessions } from '../sessions/sessions.js';
import { WAY_IN, type WayIn } from '../way-in.js';
import { AccountListsController } from './account-lists.controller.js';
import { AccountsController } from './accounts.controller.js';
import { PasskeysController } from './passkeys.controller.js';
import { SessionsController } from './sessions.controller.js';

/** Who a person is, over HTTP: accounts, the delegation log, sessions, and the verifier of every request's token. */
@Module({})
export class IdentityModule {
  /** @param wayIn gives the `WayIn` of the application; see `openedWayIn`. */
  static of(wayIn: Omit<FactoryProvider<WayIn>, 'provide'> | Omit<ValueProvider<WayIn>, 'provide'>): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [SessionsController, PasskeysController, AccountsController, AccountListsController],
      providers: [
        { provide: WAY_IN, ...wayIn },
        { provide: TOKEN_VERIFIER, inject: [WAY_IN], useFactory: ({ verifier }: WayIn) => verifier },
        { provide: Accounts, inject: [WAY_IN], useFactory: ({ identity }: WayIn) => identity.accounts },
        { provide: OwnCredentials, inject: [WAY_IN], useFactory: ({ identity }: WayIn) => identity.ownCredentials },
        { provide: Passkeys, inject: [WAY_IN], useFactory: ({ identity }: WayIn) => identity.passkeys },
        { provide: Sessions, inject: [WAY_IN], useFactory: ({ identity }: WayIn) => identity.sessions },
      ],
      exports: [WAY_IN, TOKEN_VERIFIER, Accounts],
    };
  }
}
