import type { Person } from '../person.js';

/** What a signer gives again at the moment of signing. Never stored, logged or hashed into anything. */
export interface SigningCredentials {
  readonly password?: string;
  readonly oneTimeCode?: string;
  /** In place of a one-time code, by an emergency physician who opens a code. */
  readonly recoveryCode?: string;
}

/** How the signer was asked again; stands in the record's signature as `method`. */
export type SigningMethod =
  | 'password-and-one-time-code'
  | 'password-and-recovery-code'
  | 'password'
  | 'one-time-code'
  | 'openid-step-up'
  | 'passkey';

/** Why somebody may not sign now, and what the client has to do about it. A code never changes its meaning. */
export const SIGNING_REFUSALS = {
  'credentials-missing': 'Signing asks for your credentials again, and none were given.',
  'all-credentials-needed': 'The first signature of a session asks for all credentials.',
  'second-factor-needed':
    'An emergency physician signs each opening with the password and a second factor: a one-time code, a recovery code, or a passkey in place ' +
    'of both. Whoever has none sets up one-time codes now, in this session, with POST /v1/one-time-code.',
  'recovery-code-not-taken':
    'A recovery code serves an emergency physician who signs in or opens a code, and nobody else.',
  'credentials-wrong': 'The credentials are not right.',
  'locked-out': 'After repeated failures nobody can sign in or sign with this account for some time.',
  'authenticate-again': 'Signing asks you to authenticate again, with the service that you sign in with.',
  'passkey-signed-another': 'What the passkey signed is not this as it stands now: look at it again, and sign that.',
  'passkey-refused': 'It was not signed by a passkey of yours, here, with you being verified by it.',
  'no-session': 'You can sign only in a session, after signing in.',
} as const;

export type SigningRefusal = keyof typeof SIGNING_REFUSALS;

/** What the next authentication must be like to sign with it, as the client tells the OpenID provider (RFC 9470). */
export interface StepUp {
  /** How long ago it may have been, in seconds; 0: it must be a new one. */
  readonly maxAgeSeconds: number;
  /** The classes of authentication that will do, the preferred one first. Default: any. */
  readonly acrValues?: readonly string[];
}

/** Nothing was signed. The message is fit to be shown, and quotes no credentials. */
export class SigningRefused extends Error {
  readonly reason: SigningRefusal;
  /** With `authenticate-again`, if the way of signing in knows it. */
  readonly stepUp: StepUp | undefined;

  constructor(reason: SigningRefusal, stepUp?: StepUp) {
    super(SIGNING_REFUSALS[reason]);
    this.name = 'SigningRefused';
    this.reason = reason;
    this.stepUp = stepUp;
  }
}

/** Asks whoever signs for their credentials again: a token says who sends a request, and is no signature. */
export interface SigningAuthority {
  /**
   * The first signing of a session asks for all credentials, each later one for at least one (21 CFR 11.200(a)(1)).
   * @throws SigningRefused
   */
  confirm(
    person: Person,
    credentials: SigningCredentials,
    source: { readonly client: string; readonly ip: string },
  ): Promise<SigningMethod>;
}
