import { Secret, TOTP } from 'otpauth';

/** The parameters that every authenticator app expects (RFC 6238): SHA-1, six digits, 30 seconds. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** A code counts in its own 30 seconds, and in those before and after: clocks differ. */
const WINDOW = 1;

export const ONE_TIME_CODE_PATTERN = '^[0-9]{6}$';
export const ONE_TIME_CODE_SECRET_BYTES = 20;

/** What an authenticator app is told once, as the text of a QR code. It holds the secret. */
export function oneTimeCodeUri(
  secret: Uint8Array,
  account: { readonly userId: string; readonly issuer: string },
): string {
  const { userId: label, issuer } = account;
  return new TOTP({ ...PARAMETERS, issuer, label, secret: secretOf(secret) }).toString();
}

/**
 * The step (30 seconds since 1970, counted) of which a code is, if it is right and later than the last one accepted: so
 * none is accepted twice. `undefined`: it is not right.
 */
export function acceptedStep(
  secret: Uint8Array,
  code: string,
  now: Date,
  lastAcceptedStep: number,
): number | undefined {
  if (!new RegExp(ONE_TIME_CODE_PATTERN).test(code)) return undefined;
  const timestamp = now.getTime();
  const totp = { ...PARAMETERS, secret: secretOf(secret), timestamp };
  const delta = TOTP.validate({ ...totp, token: code, window: WINDOW });
  if (delta === null) return undefined;
  const step = TOTP.counter({ period: PARAMETERS.period, timestamp }) + delta;
  return step > lastAcceptedStep ? step : undefined;
}

/** The latest step of which a code could be accepted at this moment. */
export function latestStep(now: Date): number {
  return TOTP.counter({ period: PARAMETERS.period, timestamp: now.getTime() }) + WINDOW;
}

/** The code of a moment: what an app shows. */
export function oneTimeCode(secret: Uint8Array, now: Date): string {
  return TOTP.generate({ ...PARAMETERS, secret: secretOf(secret), timestamp: now.getTime() });
}

function secretOf(bytes: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}
