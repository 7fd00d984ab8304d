import {
  argon2idHasher,
  PASSWORD_SALT_BYTES,
  type PasswordHasher,
  type SigningAuthority,
  type SigningPasskeys,
} from '@bali/access';
import type { Clock, RandomBytes, Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { AccountRecorder } from './accounts/account-recorder.js';
import { Accounts } from './accounts/accounts.js';
import { CredentialBinding } from './accounts/credential-binding.js';
import { OwnCredentials } from './accounts/own-credentials.js';
import { CredentialStore } from './credentials/credential-store.js';
import type { RowKeys } from './credentials/row-seals.js';
import type { OnMisfit } from './credentials/misfit.js';
import { PasskeySigning } from './passkeys/passkey-signing.js';
import { Passkeys } from './passkeys/passkeys.js';
import { CredentialChecker } from './sessions/credential-checker.js';
import { SESSION_LIMITS, type SessionLimits, Sessions } from './sessions/sessions.js';
import { SessionSigning } from './sessions/session-signing.js';
import { Turns } from './sessions/turns.js';

export interface IdentityOptions {
  readonly accessLedger: EventStore;
  /** Where the credentials file is, or is made. */
  readonly credentialsPath: string;
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  /** The identity of the installation, and the keys that seal what changes in the credentials file without an event. */
  readonly keys: RowKeys;
  /**
   * Whether the credentials file is made where there is none. Default: while there is no account. True: nobody signs in with what is
   * in it, since an OpenID provider lets people in.
   */
  readonly credentialsMayBeMade?: boolean;
  /** Is told of rows of the credentials file that do not fit what the ledger says. */
  readonly onMisfit: OnMisfit;
  /** argon2id, by default with the least parameters that OWASP recommends. */
  readonly hasher?: PasswordHasher;
  readonly limits?: Partial<SessionLimits>;
  /** Where people sign, such as `https://bali.example.org`: passkeys belong to its host. Without it, there are none. */
  readonly passkeyOrigin?: string;
}

/** The embedded accounts, ready to be used. */
export interface Identity {
  readonly accounts: Accounts;
  readonly ownCredentials: OwnCredentials;
  readonly binding: CredentialBinding;
  /** Also the verifier of their tokens. */
  readonly sessions: Sessions;
  readonly signingAuthority: SigningAuthority;
  readonly passkeys: Passkeys;
  /** Which installation it is: a UUID that is no secret. */
  readonly installation: string;
  /** Signing with them, where there are any. */
  readonly signingPasskeys?: SigningPasskeys;
  /** Lets go of the credentials file. The ledger is its opener's to close. */
  readonly close: () => Promise<void>;
}

/** Two hashes at once use two threads of four: files are read meanwhile. */
const TURNS = { concurrent: 2, waiting: 256, waitingForOne: 64, reserved: 64 } as const;

/** @throws NotACredentialsFile */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { accessLedger: ledger, trialId, software, now, randomBytes } = options;
  const { hasher = argon2idHasher(), limits, passkeyOrigin: origin } = options;
  const decoy = Buffer.from(randomBytes(32, 'decoy password')).toString('base64url');
  const decoyHash = await hasher.hash(decoy, randomBytes(PASSWORD_SALT_BYTES, 'salt of the decoy password'));
  const recorder = new AccountRecorder({ store: ledger, trialId, software, now, randomBytes });
  const store = await credentialStoreOf(options, recorder);
  const turns = new Turns(TURNS);
  const checker = new CredentialChecker({ store, hasher, decoyHash, now, randomBytes });
  const signing = new SessionSigning({ recorder, store, checker, turns });
  const sessions = new Sessions({ recorder, store, checker, turns, limits: { ...SESSION_LIMITS, ...limits } });
  const accounts = new Accounts({ recorder, store, hasher, turns });
  const ownCredentials = new OwnCredentials({ recorder, store, hasher, checker, signing, turns });
  const binding = new CredentialBinding({ recorder, store, turns });
  const passkeys = new Passkeys({ recorder, store, signing, turns, origin });
  const close = () => {
    store.close();
    return Promise.resolve();
  };
  const signingPasskeys =
    origin === undefined ? {} : { signingPasskeys: new PasskeySigning({ recorder, signing, origin }) };
  const { installation } = options.keys;
  const mine = { accounts, ownCredentials, binding, passkeys, sessions, installation };
  return { ...mine, signingAuthority: signing, ...signingPasskeys, close };
}

/** A file that is gone is made anew only where nobody had anything in it. @throws NotACredentialsFile */
async function credentialStoreOf(
  { credentialsPath: path, keys, onMisfit, credentialsMayBeMade = false }: IdentityOptions,
  { directory }: AccountRecorder,
): Promise<CredentialStore> {
  const mayBeMade = credentialsMayBeMade || (await directory.accounts()).length === 0;
  return new CredentialStore({ path, installation: keys.installation, mayBeMade, keys, onMisfit });
}
