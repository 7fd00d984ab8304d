import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { acceptedStep, oneTimeCode, oneTimeCodeUri } from './one-time-codes.js';
import { argon2idHasher, HASHING_MINIMUM } from './password-hashing.js';
import { passwordRefused } from './password-rules.js';
import {
  initialPassword,
  INITIAL_PASSWORD_BYTES,
  SESSION_TOKEN_PATTERN,
  sessionToken,
  tokenHash,
} from './secret-texts.js';

const CHEAP = { memoryKiB: 8, passes: 1, parallelism: 1 };
const SALT = Buffer.alloc(16, 7);
const OWNER = { userId: 'claire.martin', name: 'Claire Lefèvre-Martin' };

describe('a password hash', () => {
  it('[P11-300] is argon2id, as a PHC string, with the least cost that OWASP recommends', async () => {
    const hasher = argon2idHasher();
    const hash = await hasher.hash('correct horse battery staple', SALT);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$BwcHBwcHBwcHBwcHBwcHBw\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.verify('correct horse battery staple', hash)).toBe(true);
    expect(await hasher.verify('correct horse battery stapler', hash)).toBe(false);
    expect(hasher.needsRehash(hash)).toBe(false);
    expect(argon2idHasher({ ...HASHING_MINIMUM, passes: 3 }).needsRehash(hash)).toBe(true);
  });

  it('is of the whole password, in whichever form its letters were typed', async () => {
    const hasher = argon2idHasher(CHEAP);
    const long = 'é'.repeat(127);
    const hash = await hasher.hash(`${long}1`, SALT);
    expect(await hasher.verify(`${'e\u0301'.repeat(127)}1`, hash)).toBe(true);
    expect(await hasher.verify(`${long}2`, hash)).toBe(false);
  });

  it('refuses what is no hash of ours', async () => {
    const hasher = argon2idHasher(CHEAP);
    for (const text of ['', '$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA', '$2b$10$abcdefghijklmnopqrstuv']) {
      await expect(hasher.verify('x', text)).rejects.toThrow(RangeError);
    }
    await expect(hasher.hash('x', Buffer.alloc(8))).rejects.toThrow(RangeError);
  });
});

describe('the rules for passwords', () => {
  it.each([
    ['eleven char', 'password-too-short'],
    ['é'.repeat(129), 'password-too-long'],
    ['line one\nline two', 'password-ill-formed'],
    [`lone surrogate \ud800`, 'password-ill-formed'],
    ['qwerty123456', 'password-common'],
    ['1234567890123456', 'password-common'],
    ['Password2026!', 'password-common'],
    ['sunshinesunshine', 'password-common'],
    ['aaaaaaaaaaaaaaaa', 'password-common'],
    ['my name is Claire', 'password-names-you'],
    ['lefe\u0300vre of Reims', 'password-names-you'],
  ])('[P11-300] refuse %j: %s', (password, refusal) => {
    expect(passwordRefused(password, OWNER)).toBe(refusal);
  });

  it.each([
    'correct horse battery staple',
    'tulips in the rain',
    '雨の日のチューリップと自転車',
    'é'.repeat(6) + 'ü'.repeat(122),
  ])('take %j: no kind of character is asked for', (password) => {
    expect(passwordRefused(password, OWNER)).toBeUndefined();
  });

  it('take the passwords that are made for people', () => {
    for (let made = 0; made < 50; made += 1) {
      const password = initialPassword(randomBytes(INITIAL_PASSWORD_BYTES));
      expect(password).toMatch(/^([2-9A-HJKMNP-Z]{5}-){3}[2-9A-HJKMNP-Z]{5}$/);
      expect(passwordRefused(password, OWNER)).toBeUndefined();
    }
  });
});

describe('one-time codes', () => {
  const secret = Buffer.from('12345678901234567890');
  const at = (seconds: number) => new Date(seconds * 1000);

  it('are those of RFC 6238', () => {
    // Appendix B, SHA-1, the last six digits.
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(oneTimeCode(secret, at(seconds))).toBe(code);
    }
  });

  it('[P11-300] are accepted in their 30 seconds and one step to either side, and never twice', () => {
    const code = oneTimeCode(secret, at(3000));
    const accepted = [2969, 2970, 3000, 3059, 3060].map((seconds) => acceptedStep(secret, code, at(seconds), -1));
    expect(accepted).toEqual([undefined, 100, 100, 100, undefined]);
    expect(acceptedStep(secret, code, at(3000), 100)).toBeUndefined();
    expect(acceptedStep(secret, oneTimeCode(secret, at(2970)), at(3000), 100)).toBeUndefined();
    for (const text of ['', '12345', ' 12345', '1234567', 'abcdef']) {
      expect(acceptedStep(secret, text, at(3000), -1)).toBeUndefined();
    }
  });

  it('are set up in any authenticator app', () => {
    const uri = new URL(oneTimeCodeUri(secret, { userId: 'claire.martin', issuer: 'BALI' }));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect([uri.searchParams.get('algorithm'), uri.searchParams.get('digits'), uri.searchParams.get('period')]).toEqual(
      ['SHA1', '6', '30'],
    );
  });
});

describe('a session token', () => {
  it('is 256 random bits, of which only a hash is kept', () => {
    const token = sessionToken(randomBytes(32));
    expect(token).toMatch(SESSION_TOKEN_PATTERN);
    expect(tokenHash(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(() => sessionToken(randomBytes(16))).toThrow(RangeError);
  });
});
