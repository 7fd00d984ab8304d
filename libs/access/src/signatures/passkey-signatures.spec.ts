import { describe, expect, it } from '@jest/globals';
import { type LedgerRecord, leafOf, type PasskeyAssertion, recordOf } from '@bali/ledger';
import { patientStream, SIGNATURES } from '@bali/trial';
import { patientHistory, recordsOf } from '@bali/trial/testing';
import fc from 'fast-check';
import { accountRecord, type Misuse, SoftwarePasskey, type Told, USER_PRESENT } from '../../testing/index.js';
import { type AccountEvent, accountStream } from '../accounts/account-events.js';
import { PASSKEY_ALGORITHMS, type PasskeyAlgorithm } from '../credentials/passkey-registered.js';
import { contentHash, signed } from './content-hash.js';
import { assertionFault } from './passkey-assertion.js';
import { isPasskeyOfSigner, PasskeyHistory } from './passkey-holder.js';
import { passkeyChallengeOf } from './passkey-statement.js';
import { signatureStandings, verifySignature } from './verify-signature.js';

const records = recordsOf(patientHistory({ until: 'completed' }), { stream: patientStream('REI-001') });
const recordOfType = (type: string) => records.find((record) => record.type === type)!;
const RELEASED = recordOfType('ProductReleased');
const RANDOMIZED = recordOfType('Randomized');
const passkey = new SoftwarePasskey();

/** A record with an assertion in it, and the content hash that fits: anyone who writes whole records can make one. */
function withAssertion(record: LedgerRecord, meaning: string, assertion: PasskeyAssertion): LedgerRecord {
  return signed(record, { meaning, method: 'passkey', assertion });
}

function signedWith(record: LedgerRecord, meaning: string, key: SoftwarePasskey, misuse?: Misuse): LedgerRecord {
  const stated = signed(record, { meaning, method: 'passkey' });
  return withAssertion(record, meaning, key.assertion(passkeyChallengeOf(stated), misuse));
}

const { meaning } = SIGNATURES['product-release'];
const SIGNED = signedWith(RELEASED, meaning, passkey);

/** The record with its content hash made anew. */
function rehashed(record: LedgerRecord): LedgerRecord {
  const { metadata } = record;
  const signature = { ...metadata.signature!, contentHash: contentHash(record) };
  return { ...record, metadata: { ...metadata, signature } };
}

function problemOf(record: LedgerRecord): string | undefined {
  const verdict = verifySignature(record);
  return verdict.valid ? undefined : verdict.problem;
}

/** Where an encoded key says what it is, and the first byte of an elliptic curve's point. */
const KEY_HEADER_BYTES = 28;

/**
 * What OpenSSL reads in spite of a change depends on whether the last number of a key is odd: one key of either kind. An RSA key's
 * exponent always is.
 */
function keysOf(algorithm: PasskeyAlgorithm): readonly SoftwarePasskey[] {
  const parities = algorithm === 'RS256' ? [1] : [0, 1];
  return parities.map((parity) => {
    const isIt = (key: SoftwarePasskey) => Buffer.from(key.publicKey, 'base64url').at(-1)! % 2 === parity;
    for (;;) {
      const key = new SoftwarePasskey(algorithm);
      if (isIt(key)) return key;
    }
  });
}

describe('a signature by a passkey', () => {
  it.each(PASSKEY_ALGORITHMS)('[P11-70] [P11-200] is verified from the record alone, made with %s', (algorithm) => {
    const record = signedWith(RELEASED, meaning, new SoftwarePasskey(algorithm));
    expect(record.metadata.signature).toMatchObject({ method: 'passkey', assertion: { algorithm } });
    expect(verifySignature(recordOf(leafOf(record)))).toEqual({ valid: true });
  });

  it('[P11-70] is not valid once any byte of its record is another one', () => {
    const leaf = leafOf(SIGNED);
    const property = fc.property(fc.nat(leaf.byteLength - 1), fc.integer({ min: 1, max: 255 }), (place, difference) => {
      const flipped = Uint8Array.from(leaf);
      flipped[place] = (flipped[place]! + difference) % 256;
      expect(isValidLeaf(flipped)).toBe(false);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('[P11-70] does not pass for one of another record, even if whoever wrote that made the hash fit', () => {
    const { metadata } = SIGNED;
    const otherRelease = { releasedAt: '2026-03-10T12:31:00+01:00' };
    const forgeries = [
      { ...SIGNED, data: otherRelease },
      { ...SIGNED, stream: patientStream('REI-002') },
      { ...SIGNED, metadata: { ...metadata, commandId: '1c97c5be-ef5e-5a97-8e71-951a68314158' } },
      { ...SIGNED, metadata: { ...metadata, actor: { ...metadata.actor, userId: 'somebody.else' } } },
    ];
    expect(forgeries.map((record) => problemOf(rehashed(record)))).toEqual(forgeries.map(() => 'assertion-differs'));
    const copied = withAssertion(RANDOMIZED, SIGNATURES.randomization.meaning, metadata.signature!.assertion!);
    expect(problemOf(copied)).toBe('assertion-differs');
  });

  it('[P11-70] does not hold what the server draws after it: that, the content hash and the ledger hold', () => {
    const randomized = signedWith(RANDOMIZED, SIGNATURES.randomization.meaning, passkey);
    const data = { stratum: 'ALL', slot: 7 };
    expect(problemOf({ ...randomized, data })).toBe('content-differs');
    expect(problemOf(rehashed({ ...randomized, data }))).toBeUndefined();
  });

  it('[P11-70] is not valid once any byte of what the passkey made is another one, even if the hash fits', () => {
    const assertion = SIGNED.metadata.signature!.assertion!;
    const parts = ['authenticatorData', 'clientDataJSON', 'signature', 'publicKey'] as const;
    const property = fc.property(
      fc.constantFrom(...parts),
      fc.nat(10_000),
      fc.integer({ min: 1, max: 255 }),
      (part, at, difference) => {
        const bytes = Buffer.from(assertion[part], 'base64url');
        const place = at % bytes.byteLength;
        bytes[place] = (bytes[place]! + difference) % 256;
        const changed = { ...assertion, [part]: bytes.toString('base64url') };
        expect(problemOf(withAssertion(RELEASED, meaning, changed))).toMatch(/^assertion-(wrong|differs)$/);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it.each(PASSKEY_ALGORITHMS)('[P11-70] is not valid with its %s key written in another way', (algorithm) => {
    for (const signer of keysOf(algorithm)) {
      const challenge = passkeyChallengeOf(signed(RELEASED, { meaning, method: 'passkey' }));
      const assertion = signer.assertion(challenge);
      const key = Buffer.from(assertion.publicKey, 'base64url');
      const accepted: string[] = [];
      for (let at = 0; at < Math.min(key.byteLength, KEY_HEADER_BYTES); at += 1) {
        for (let difference = 1; difference < 256; difference += 1) {
          const changed = Buffer.from(key);
          changed[at] = (key[at]! + difference) % 256;
          const written = { ...assertion, publicKey: changed.toString('base64url') };
          if (assertionFault(written, challenge) !== 'wrong') accepted.push(`byte ${at} + ${difference}`);
        }
      }
      expect(accepted).toEqual([]);
      expect(assertionFault(assertion, challenge)).toBeUndefined();
    }
  });

  it.each([
    ['whoever held it was not verified', { flags: USER_PRESENT }],
    ['nobody was there', { flags: 0x04 }],
    ['it was used on a page that has nothing to do with it', { rpId: 'evil.example' }],
    ['the page was inside one of another origin', { crossOrigin: true }],
    ['the connection to the page was not secure', { origin: 'http://bali.example.org' }],
    ['it was made to register, not to sign', { type: 'webauthn.create' }],
  ] as const)('[P11-200] is not valid when %s', (_, misuse) => {
    expect(problemOf(signedWith(RELEASED, meaning, passkey, misuse))).toBe('assertion-wrong');
  });

  it('is not valid when another key made it, or its parts are no such parts', () => {
    const assertion = SIGNED.metadata.signature!.assertion!;
    const other = new SoftwarePasskey();
    const wrong: Partial<PasskeyAssertion>[] = [
      { publicKey: other.publicKey },
      { algorithm: 'EdDSA' },
      { algorithm: 'none' },
      { publicKey: 'AAAA' },
      { signature: '' },
      { clientDataJSON: Buffer.from('null').toString('base64url') },
      { authenticatorData: 'AAAA' },
      { authenticatorData: `${assertion.authenticatorData}=` },
    ];
    const problems = wrong.map((parts) => problemOf(withAssertion(RELEASED, meaning, { ...assertion, ...parts })));
    expect(problems).toEqual(wrong.map(() => 'assertion-wrong'));
  });

  it('stands where a passkey was used, and nowhere else', () => {
    expect(problemOf(signed(RELEASED, { meaning, method: 'passkey' }))).toBe('assertion-missing');
    const { assertion } = SIGNED.metadata.signature!;
    expect(problemOf(signed(RELEASED, { meaning, method: 'password', assertion: assertion! }))).toBe(
      'assertion-missing',
    );
  });

  it('is shown by its method, without what the passkey made', () => {
    const [standing] = signatureStandings([SIGNED]);
    expect(standing).toMatchObject({ method: 'passkey', standing: 'valid' });
    expect(standing).not.toHaveProperty('assertion');
  });
});

describe('the holder of a passkey', () => {
  const { credential, publicKey, algorithm } = passkey;
  const { actor, recordedAt } = SIGNED.metadata;
  const registered: AccountEvent = { type: 'PasskeyRegistered', data: { credential, publicKey, algorithm } };
  const revoked: AccountEvent = { type: 'PasskeyRevoked', data: { credential } };
  const BEFORE = '2026-01-01T08:00:00.000Z';
  const AFTER = '2027-01-01T08:00:00.000Z';

  const isHolder = (told: readonly Told[], userId = actor.userId) => {
    const account = told.map((it, revision) => ({ ...accountRecord(it, revision), stream: accountStream(userId) }));
    return isPasskeyOfSigner(SIGNED, new PasskeyHistory(account));
  };

  it('[P11-100] [P11-200] is the signer if it was registered to them before, and not revoked', () => {
    expect(recordedAt > BEFORE && recordedAt < AFTER).toBe(true);
    expect(isHolder([[registered, BEFORE]])).toBe(true);
    expect(
      isHolder([
        [registered, BEFORE],
        [revoked, AFTER],
      ]),
    ).toBe(true);
    expect(
      isHolder([
        [registered, BEFORE],
        [revoked, BEFORE],
      ]),
    ).toBe(false);
    expect(
      isHolder([
        [registered, BEFORE],
        [{ type: 'RecoveryApproved', data: {} }, BEFORE],
      ]),
    ).toBe(false);
    expect(isHolder([[registered, AFTER]])).toBe(false);
    expect(isHolder([])).toBe(false);
    expect(isHolder([[registered, BEFORE]], 'somebody.else')).toBe(false);
    const swapped: AccountEvent = {
      ...registered,
      data: { ...registered.data, publicKey: new SoftwarePasskey().publicKey },
    };
    expect(isHolder([[swapped, BEFORE]])).toBe(false);
  });
});

function isValidLeaf(leaf: Uint8Array): boolean {
  try {
    return verifySignature(recordOf(leaf)).valid;
  } catch {
    // It is no record any more.
    return false;
  }
}
