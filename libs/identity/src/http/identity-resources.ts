import type { Clock } from '@bali/commands';
import type { Accounts } from '../accounts/accounts.js';
import type { OwnCredentials } from '../accounts/own-credentials.js';
import type { Passkeys } from '../passkeys/passkeys.js';
import type { Sessions } from '../sessions/sessions.js';

/** What the controllers of accounts and sessions work with. */
export interface IdentityResources {
  readonly accounts: Accounts;
  readonly ownCredentials: OwnCredentials;
  readonly passkeys: Passkeys;
  readonly sessions: Sessions;
  readonly trialId: string;
  readonly now: Clock;
}

/** The token by which {@link IdentityResources} are injected. */
export const IDENTITY_RESOURCES = Symbol('IdentityResources');
