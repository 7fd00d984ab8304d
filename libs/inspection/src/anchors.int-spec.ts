import { accountStream } from '@bali/access';
import { accountRecord, CREATED } from '@bali/access/testing';
import { SEALED_STREAM, SealingKeys, sealRecord } from '@bali/blinding';
import { ledgerSource, samplePackage, type SamplePackage } from '@bali/inspection/testing';
import { canonicalJson, type LedgerRecord, sha256, sha256Hex } from '@bali/ledger';
import { TRIAL_STREAM } from '@bali/trial';
import { recordsOf, trialEvent } from '@bali/trial/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FILES, NotVerified, type PackageSource, verifyAnchors } from './index.js';

const KEYS = new SealingKeys([sha256(Buffer.from('sealing key'))]);
const DAYS = ['2026-03-02', '2026-03-03', '2026-03-04'] as const;
const chance = (length: number, purpose: string) => sha256(Buffer.from(purpose)).subarray(0, length);
const nonceOf = (day: string) => sha256Hex(`nonce of ${day}`);
const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' };

const made: SamplePackage[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one[Symbol.dispose]();
});

async function packed(source: PackageSource): Promise<string> {
  const one = await samplePackage(source);
  made.push(one);
  return one.path;
}

/** An access ledger of a number of accounts. Another word: others. */
function accessSource(accounts: number, word = 'person'): PackageSource {
  const records = Array.from({ length: accounts }, (_, number): LedgerRecord => {
    const at = `2026-03-0${number + 1}T08:00:00.000Z`;
    return { ...accountRecord([CREATED, at], 0, `${word} ${number}`), stream: accountStream(`${word}-${number}`) };
  });
  return ledgerSource('access', records);
}

interface Kept {
  readonly day: string;
  readonly checkpoint: string;
  readonly accessCheckpoint: string;
}

/** A sealed ledger of slots that were taken, and of the anchors between them. */
function sealedSource(kept: readonly Kept[], word = 'REI'): PackageSource {
  const taken = (slot: number) => {
    const patient = `${word}-${String(slot + 1).padStart(3, '0')}`;
    return { type: 'SlotTaken', data: { patient, stratum: 'ALL', slot, request } };
  };
  const events = kept.flatMap(({ day, checkpoint, accessCheckpoint }, place) => {
    const data = { anchoredOn: day, nonce: nonceOf(day), checkpoint, accessCheckpoint, request };
    return [taken(place), { type: 'AnchorMade', data }];
  });
  const records = recordsOf([...events, taken(kept.length)], { stream: SEALED_STREAM }).map(asOfNow);
  return {
    ...ledgerSource(
      'sealed',
      records.map((record) => sealRecord(record, KEYS, chance)),
    ),
    sealing: KEYS,
  };
}

/** Anchors of both ledgers have the second version of their events. */
function asOfNow(record: LedgerRecord): LedgerRecord {
  return record.type === 'AnchorMade' ? { ...record, schemaVersion: 2 } : record;
}

/** What the sealed ledger keeps of some days: each day's checkpoint is of all that was there before it. */
function keptOf(days: readonly string[], word?: string): readonly Kept[] {
  return days.reduce<readonly Kept[]>((before, day, place) => {
    const { checkpoint } = sealedSource(before, word);
    return [...before, { day, checkpoint, accessCheckpoint: accessSource(place + 1).checkpoint }];
  }, []);
}

function trialSource(kept: readonly Kept[]): PackageSource {
  const anchors = kept.map(({ day, checkpoint, accessCheckpoint }) => {
    const anchor = sha256Hex(canonicalJson({ nonce: nonceOf(day), sealed: checkpoint, access: accessCheckpoint }));
    return trialEvent('SealedLedgerAnchored', { anchoredOn: day, anchor, ledgers: 'sealed-and-access' });
  });
  return ledgerSource('trial', recordsOf([trialEvent('TrialRegistered'), ...anchors], { stream: TRIAL_STREAM }));
}

async function shown(sealed: PackageSource, access: PackageSource): Promise<unknown> {
  const trial = await packed(trialSource(keptOf(DAYS)));
  const others = { sealed: { path: await packed(sealed) }, access: { path: await packed(access) } };
  try {
    return await verifyAnchors(trial, others);
  } catch (error) {
    if (error instanceof NotVerified) return error.finding.fault;
    throw error;
  }
}

describe('[EMA-66] the daily anchors of a trial ledger, beside packages of the two others', () => {
  it('are hashes of what the sealed ledger keeps, and both ledgers still continue what was anchored', async () => {
    expect(await shown(sealedSource(keptOf(DAYS)), accessSource(5))).toEqual({
      ...{ anchors: 3, ofBoth: 3, from: '2026-03-02', to: '2026-03-04' },
    });
  });

  it('show a sealed ledger that was written anew, that was cut, or that keeps another hash', async () => {
    const kept = keptOf(DAYS);
    const rewritten = keptOf(DAYS, 'NAN');
    expect(await shown(sealedSource(rewritten, 'NAN'), accessSource(5))).toBe('anchor-wrong');
    // Whoever writes other events and keeps what was anchored has checkpoints of another history.
    expect(await shown(sealedSource(kept, 'NAN'), accessSource(5))).toBe('fork');
    expect(await shown(sealedSource(kept.slice(0, 2)), accessSource(5))).toBe('anchor-not-shown');
  });

  it('show an access ledger that was written anew or cut', async () => {
    const sealed = sealedSource(keptOf(DAYS));
    expect(await shown(sealed, accessSource(5, 'other'))).toBe('fork');
    expect(await shown(sealed, accessSource(2))).toBe('truncated');
  });

  it('are compared with packages of these ledgers alone, and name the package and the file', async () => {
    const trial = await packed(trialSource(keptOf(DAYS)));
    const sealed = { path: await packed(sealedSource(keptOf(DAYS))) };
    await expect(verifyAnchors(trial, { sealed: { path: trial } })).rejects.toThrow('another ledger');
    await expect(verifyAnchors(trial, { sealed, access: sealed })).rejects.toThrow(`${sealed.path}: ${FILES.manifest}`);
  });
});
