import type { PasswordHasher, SigningAuthority, SigningPasskeys, TokenVerifier } from '@bali/access';
import type { RandomBytes } from '@bali/commands';
import { type Identity, type IdentityOptions, openIdentity } from './open-identity.js';
import { createOpenIdAccess, type OpenIdOptions } from './openid/openid-access.js';
import type { SessionLimits } from './sessions/sessions.js';

/** How people prove who they are; everything has a default. */
export interface IdentitySettings {
  /** Chance for passwords and sessions, where that of the record is not secret: the demo's is not. */
  readonly randomBytes?: RandomBytes;
  readonly hasher?: PasswordHasher;
  readonly limits?: Partial<SessionLimits>;
  /** Where people sign with passkeys; without it, nobody does. */
  readonly passkeyOrigin?: string;
  /** The OpenID provider that says who somebody is, in place of the embedded accounts' passwords. */
  readonly openId?: Pick<OpenIdOptions, 'issuer' | 'audience' | 'acrValues'>;
}

export interface AuthenticationOptions extends Pick<
  IdentityOptions,
  'accessLedger' | 'credentialsPath' | 'trialId' | 'software' | 'now' | 'randomBytes' | 'keys' | 'onMisfit'
> {
  readonly log: OpenIdOptions['log'];
  readonly settings?: IdentitySettings;
}

/** Who proves who somebody is, and asks signers again. */
export interface Authentication {
  /** The embedded accounts. */
  readonly identity: Identity;
  /** Says who somebody is by their token. */
  readonly verifier: TokenVerifier;
  readonly signing: SigningAuthority;
  /** Whether people sign in with credentials of the embedded accounts. False: an OpenID provider alone says who somebody is. */
  readonly asksForPasswords: boolean;
  /** Where the installation takes them. */
  readonly passkeys?: SigningPasskeys;
  /** Lets go of the credentials file. */
  readonly close: () => Promise<void>;
}

/** The token by which the {@link Authentication} is injected. */
export const AUTHENTICATION = Symbol('Authentication');

/** The authentication of every API of an installation: the OpenID provider where there is one, else the embedded accounts. */
export async function openAuthentication({
  log,
  settings = {},
  ...about
}: AuthenticationOptions): Promise<Authentication> {
  const { randomBytes = about.randomBytes, openId, ...more } = settings;
  const identity = await openIdentity({
    ...about,
    ...more,
    randomBytes,
    credentialsMayBeMade: openId !== undefined,
  });
  const { accounts: delegations, sessions, signingAuthority, signingPasskeys: passkeys, close } = identity;
  if (openId === undefined) {
    const own = { verifier: sessions, signing: signingAuthority, asksForPasswords: true };
    return { identity, ...own, ...(passkeys && { passkeys }), close };
  }
  const access = createOpenIdAccess({ ...openId, delegations, now: about.now, log });
  return { identity, verifier: access.verifier, signing: access.signingAuthority, asksForPasswords: false, close };
}
