import { openSealedRecord, sealRecord, SEALED_STREAM } from '@bali/blinding';
import { sampleSealable, seededChance } from '@bali/blinding/testing';
import { patience } from '@bali/event-store/testing';
import { canonicalJson, eventId, leafOf, type LedgerRecord, recordOf, sha256Hex } from '@bali/ledger';
import { SIGNATURES } from '@bali/trial';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import {
  BODIES,
  bringPatient,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const NOW = '2011-02-21T09:00:00.000Z';

/** What the sealed ledger holds, opened. */
async function sealedRecords(api: SiteApiUnderTest): Promise<readonly LedgerRecord[]> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  return Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
}

/** Leaves the sealed ledger as a crash does that falls between the two: the slot is taken, and the trial knows nothing. */
async function takeSlotAndCrash(api: SiteApiUnderTest, patient: string): Promise<string> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const { length } = await sealedLedger.readStream(SEALED_STREAM);
  const commandId = randomUUID();
  const taking = uuidV5('take-slot 0', commandId);
  const signature = { meaning: SIGNATURES.randomization.meaning, method: 'password' };
  const data = { patient, stratum: 'ALL', slot: 0, request: { commandId, signature } };
  const sample = sampleSealable('SlotTaken', data, length);
  const metadata = {
    ...sample.metadata,
    commandId: taking,
    recordedAt: NOW,
    actor: actorOf(someoneIn('investigator')),
  };
  const record = sealRecord({ ...sample, id: eventId(taking, 0), metadata }, sealingKeys, seededChance);
  const event = { id: record.id, type: record.type, leaf: leafOf(record) };
  await sealedLedger.append({ stream: SEALED_STREAM, expectedRevision: length - 1, events: [event] });
  return commandId;
}

function actorOf({ userId, name, role, organisation }: ReturnType<typeof someoneIn>) {
  return { userId, name, role, organisation };
}

/** Resolves with the first record of the trial ledger that fits, once it is there. */
async function untilThere(api: SiteApiUnderTest, fits: (record: LedgerRecord) => boolean): Promise<LedgerRecord> {
  for await (const page of api.api.resources.trialLedger.follow(0, patience())) {
    const found = page.map(({ leaf }) => recordOf(leaf)).find(fits);
    if (found !== undefined) return found;
  }
  throw new Error('it did not come');
}

describe('a randomization that was cut in two', () => {
  it('is finished without anyone asking, as the command would have, once', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'confirmed');
    api.clock.set(NOW);
    const commandId = await takeSlotAndCrash(api, patient);
    const randomized = await untilThere(api, ({ type }) => type === 'Randomized');
    expect(randomized).toMatchObject({ id: eventId(commandId, 0), data: { stratum: 'ALL', slot: 0 } });
    expect(randomized.metadata.signature).toMatchObject({ name: 'Claire Martin', method: 'password' });
    await api.restart();
    expect((await api.records()).filter(({ type }) => type === 'Randomized')).toHaveLength(1);
  });

  it('gives the slot up, and documents it, where the patient cannot be randomized any more; nobody else gets it', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'confirmed');
    const withdrawal = { ...BODIES.withdrawal, withdrawnOn: '2011-02-18' };
    await api.record(`/v1/patients/${patient}/consent-withdrawal`, withdrawal);
    api.clock.set(NOW);
    const commandId = await takeSlotAndCrash(api, patient);
    const other = await bringPatient(api, 'randomized', 'NAN');
    const records = await sealedRecords(api);
    const voided = records.find(({ type }) => type === 'SlotVoided');
    const givenUp = { commandId, because: 'consent-withdrawn' };
    expect(voided?.data).toEqual({ patient, stratum: 'ALL', slot: 0, givenUp });
    const taken = records.filter(({ type }) => type === 'SlotTaken').map(({ data }) => data);
    expect(taken).toMatchObject([
      { patient, slot: 0 },
      { patient: other, slot: 1 },
    ]);
  });
});

describe('the daily anchor', () => {
  it('is made once a day, and is the hash of what the sealed ledger keeps: both checkpoints, under a nonce', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    for (const day of ['2011-02-14', '2011-02-15']) {
      api.clock.set(`${day}T12:00:00.000Z`);
      await api.api.rhythm.tick();
      await api.api.rhythm.tick();
    }
    const anchored = (await api.records()).filter(({ type }) => type === 'SealedLedgerAnchored');
    const made = (await sealedRecords(api)).filter(({ type }) => type === 'AnchorMade');
    const hashes = made.map(({ data }) => {
      const { anchoredOn, nonce, checkpoint, accessCheckpoint } = data as Record<string, string>;
      const anchor = sha256Hex(canonicalJson({ nonce, sealed: checkpoint, access: accessCheckpoint }));
      return { anchoredOn, anchor, ledgers: 'sealed-and-access' };
    });
    const said = made.map(({ data }) => (data as { accessCheckpoint: string }).accessCheckpoint.split('\n')[0]);
    expect(said).toEqual(Array(2).fill('bali.localhost/NCT00904501/access'));
    expect(anchored.map(({ data }) => data)).toEqual(hashes);
    expect(hashes.map(({ anchoredOn }) => anchoredOn)).toEqual(['2011-02-14', '2011-02-15']);
  });
});
