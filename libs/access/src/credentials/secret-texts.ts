import { sha256Hex, toBase64url } from '@bali/ledger';

export const SESSION_TOKEN_BYTES = 32;

/** 43 characters: 32 bytes in base64url. */
export const SESSION_TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** A session's bearer token: opaque, good as long as its session. */
export function sessionToken(bytes: Uint8Array): string {
  if (bytes.byteLength !== SESSION_TOKEN_BYTES) throw new RangeError(`a token has ${SESSION_TOKEN_BYTES} bytes`);
  return toBase64url(bytes);
}

/** What is kept of a token: it has 256 random bits, so a plain hash tells nothing of it. */
export function tokenHash(token: string): string {
  return sha256Hex(token);
}

/** Without those that look like others on paper: 0 and O, 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const INITIAL_PASSWORD_BYTES = 40;
const INITIAL_PASSWORD_LENGTH = 20;
const GROUP = 5;

/** A password to be read out or printed once: 20 of 31 signs in groups of five, 99 bits. */
export function initialPassword(bytes: Uint8Array): string {
  const fair = [...bytes].filter((byte) => byte < LETTERS.length * Math.floor(256 / LETTERS.length));
  const signs = fair.slice(0, INITIAL_PASSWORD_LENGTH).map((byte) => LETTERS.charAt(byte % LETTERS.length));
  if (signs.length < INITIAL_PASSWORD_LENGTH) throw new RangeError('these bytes give no whole password');
  return signs.join('').replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}
