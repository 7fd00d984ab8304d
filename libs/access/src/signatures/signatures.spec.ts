import { describe, expect, it } from '@jest/globals';
import { canonicalJson, leafOf, type LedgerRecord, recordOf } from '@bali/ledger';
import { mustBeSigned, patientStream, SIGNATURES } from '@bali/trial';
import { patientEvent, patientHistory, recordsOf } from '@bali/trial/testing';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { contentHash, signed } from './content-hash.js';
import { signatureStandings, verifySignature } from './verify-signature.js';

const STREAM = patientStream('REI-001');
const given = { meaning: SIGNATURES.randomization.meaning, method: 'password-and-one-time-code' };

/** The records of a whole course, those signed that must be. */
const unsigned = recordsOf([...patientHistory({ until: 'completed' }), patientEvent('PatientSignedOff')], {
  stream: STREAM,
});
const [confirmed, randomized, released] = ['EligibilityConfirmed', 'Randomized', 'ProductReleased'].map((type) =>
  unsigned.find((record) => record.type === type),
);
const SIGNED = signed(randomized!, given);

/** A record with any of its values, in turn, replaced by another, or taken out. */
function* changed(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) {
    yield typeof value === 'number' ? value + 1 : `${String(value)}x`;
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    for (const other of changed(member)) yield { ...value, [name]: other };
    yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
  }
  yield { ...value, another: 1 };
}

describe('a signature', () => {
  it('[P11-50] names the signer, the moment and the meaning', () => {
    const { actor, recordedAt, signature } = SIGNED.metadata;
    expect(signature).toMatchObject({ name: actor.name, signedAt: recordedAt, ...given });
    expect(verifySignature(SIGNED)).toEqual({ valid: true });
  });

  it('[P11-70] is bound to the whole record as it is stored, so that anyone can compute it', () => {
    // As docs/signatures.md says, in words of its own: the leaf without the hash in it, hashed.
    const leaf = Buffer.from(leafOf(SIGNED)).toString('utf8');
    const hash = SIGNED.metadata.signature!.contentHash;
    const without = leaf.replace(`"contentHash":"${hash}",`, '');
    expect(createHash('sha256').update(without).digest('hex')).toBe(hash);
  });

  it('[P11-70] is not valid once any value of its record is changed, taken out or added', () => {
    const forgeries = [...changed(SIGNED)] as LedgerRecord[];
    expect(forgeries.length).toBeGreaterThan(40);
    const accepted = forgeries.filter((record) => 'metadata' in record && isValid(record));
    expect(accepted.map((record) => canonicalJson(record))).toEqual([]);
  });

  it('[P11-70] is not valid once any byte of its record is another one', () => {
    const leaf = leafOf(SIGNED);
    const property = fc.property(fc.nat(leaf.byteLength - 1), fc.integer({ min: 1, max: 255 }), (place, difference) => {
      const flipped = Uint8Array.from(leaf);
      flipped[place] = (flipped[place]! + difference) % 256;
      const record = parsed(flipped);
      expect(record !== undefined && isValid(record)).toBe(false);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('[P11-70] is not valid under another record, wherever it is copied to', () => {
    const { signature } = SIGNED.metadata;
    for (const other of unsigned.filter(({ id }) => id !== SIGNED.id)) {
      const copied = { ...other, metadata: { ...other.metadata, signature: signature! } };
      expect(verifySignature(copied)).toMatchObject({ valid: false, problem: 'content-differs' });
    }
    expect(verifySignature({ ...SIGNED, stream: patientStream('REI-002') })).toMatchObject({
      problem: 'content-differs',
    });
  });

  it('[P11-70] that was cut out is missed', () => {
    expect(verifySignature(randomized!)).toMatchObject({ valid: false, problem: 'not-signed' });
    expect(mustBeSigned(randomized!)).toBe(true);
  });

  it('is not valid with a name, a moment or a meaning that is not the record’s, even if the hash fits', () => {
    const forged = (changes: object): LedgerRecord => {
      const signature = { ...SIGNED.metadata.signature!, ...changes };
      const record = { ...SIGNED, metadata: { ...SIGNED.metadata, signature } };
      const hashed = { ...signature, contentHash: contentHash(record) };
      return { ...record, metadata: { ...record.metadata, signature: hashed } };
    };
    expect(verifySignature(forged({}))).toEqual({ valid: true });
    expect(verifySignature(forged({ name: 'Luc Bernard' }))).toMatchObject({ problem: 'another-name' });
    expect(verifySignature(forged({ signedAt: '2026-03-05T00:00:00.000Z' }))).toMatchObject({
      problem: 'another-moment',
    });
    const release = forged({ meaning: SIGNATURES['product-release'].meaning });
    expect(verifySignature(release)).toMatchObject({ problem: 'another-meaning' });
  });

  it('says nothing else about a record that has no canonical form', () => {
    const broken = { ...SIGNED, data: { stratum: '\ud800', slot: 0 } };
    expect(verifySignature(broken)).toMatchObject({ problem: 'content-differs' });
  });
});

describe('the standings of signatures', () => {
  const sign = (record: LedgerRecord, meaning: string) => signed(record, { meaning, method: 'password' });
  const correction = {
    type: 'DataCorrected',
    data: {
      correctedEvent: released!.id,
      correctedType: 'ProductReleased',
      field: '/releasedAt',
      oldValue: '2026-03-10T12:30:00+01:00',
      newValue: '2026-03-10T12:35:00+01:00',
      computed: false,
    },
  };
  const records = unsigned.map((record) => {
    if (record === randomized) return SIGNED;
    if (record === confirmed) return sign(record, SIGNATURES.eligibility.meaning);
    if (record === released) return sign(record, SIGNATURES['product-release'].meaning);
    return record.type === 'PatientSignedOff' ? sign(record, SIGNATURES['sign-off'].meaning) : record;
  });
  const [later] = recordsOf([correction], { stream: STREAM, from: records.length });

  const standings = (stream: readonly LedgerRecord[]) =>
    signatureStandings(stream).map(({ type, standing, supersededBy }) => [type, standing, supersededBy?.event]);

  it('[P11-70] [EMA-63] are valid until a later correction supersedes them, which is named', () => {
    expect(standings(records)).toEqual([
      ['EligibilityConfirmed', 'valid', undefined],
      ['Randomized', 'valid', undefined],
      ['ProductReleased', 'valid', undefined],
      ['PatientSignedOff', 'valid', undefined],
    ]);
    expect(standings([...records, later!])).toEqual([
      ['EligibilityConfirmed', 'valid', undefined],
      ['Randomized', 'valid', undefined],
      ['ProductReleased', 'superseded', later!.id],
      ['PatientSignedOff', 'superseded', later!.id],
    ]);
  });

  it('[P11-70] say what is wrong with one that is not valid', () => {
    const data = { stratum: 'ALL', slot: 7 };
    const tampered = records.map((record) => (record.type === 'Randomized' ? { ...record, data } : record));
    expect(signatureStandings(tampered)[1]).toMatchObject({ standing: 'invalid', problem: 'content-differs' });
  });
});

function isValid(record: LedgerRecord): boolean {
  return verifySignature(record).valid;
}

function parsed(leaf: Uint8Array): LedgerRecord | undefined {
  try {
    const record = recordOf(leaf);
    // Without a place for a signature it is no record, and its reader refuses it before anyone asks about signatures.
    return typeof record.metadata === 'object' && typeof record.metadata.actor === 'object' ? record : undefined;
  } catch {
    return undefined;
  }
}
