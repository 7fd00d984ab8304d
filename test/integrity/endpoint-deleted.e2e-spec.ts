import { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import { NO_STREAM } from '@bali/event-store';
import { tamperWithFile } from '@bali/event-store/testing';
import { someoneIn } from '@bali/identity/testing';
import { openLedger } from '@bali/installation';
import { leafHash, leafOf, openNote, parseCheckpoint, parseVerifierKey, verifyProof } from '@bali/ledger';
import { patientStream } from '@bali/trial';
import { patientHistory, recordsOf, trialHistory } from '@bali/trial/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** The subjects of one site whose endpoint a vendor takes away, together with its trail. */
const SUBJECTS = Array.from({ length: 47 }, (_, place) => `REI-${String(place + 1).padStart(3, '0')}`);
const ENDPOINT = 'FollowUpAssessed';
const DELETED = `DELETE FROM event WHERE type = '${ENDPOINT}'`;
/** Whoever deletes them leaves no gap: each place of the ledger and of a patient's record is taken by the next event. */
const CLOSED_UP = `
  CREATE TEMP TABLE place AS SELECT id, row_number() OVER (ORDER BY position) - 1 AS position,
    row_number() OVER (PARTITION BY stream ORDER BY position) - 1 AS revision FROM event;
  UPDATE event SET (position, revision) = (SELECT -1 - position, -1 - revision FROM place WHERE place.id = event.id);
  UPDATE event SET position = -1 - position, revision = -1 - revision`;
const MONITOR = someoneIn('monitor');
const MONTHS_LATER = '2026-11-24T10:00:00.000Z';

/** An installation with all subjects, from consent to completion; without what was deleted, as a vendor with all keys makes it anew. */
async function installation(isLeft: (type: string) => boolean = () => true): Promise<InspectionApiUnderTest> {
  const api = new InspectionApiUnderTest();
  const ledger = await openLedger(api.directory, 'trial');
  for (const [stream, events] of [
    ['trial', trialHistory()] as const,
    ...SUBJECTS.map((patient) => [patientStream(patient), patientHistory({ until: 'completed', patient })] as const),
  ]) {
    const records = recordsOf(
      events.filter(({ type }) => isLeft(type)),
      { stream },
    );
    const appended = records.map((record) => ({ id: record.id, type: record.type, leaf: leafOf(record) }));
    await ledger.append({ stream, expectedRevision: NO_STREAM, events: appended });
  }
  await ledger.close();
  await api.sign();
  return api;
}

let whole: InspectionApiUnderTest;
/** What the site has kept: the endpoint visit of one of its subjects, and the receipt of it. */
let endpointVisit: Uint8Array;
let receipt: string;

beforeAll(async () => {
  whole = await installation();
  await whole.start();
  const { items } = await whole.read<{ items: readonly { position: number }[] }>(
    `/v1/audit-log?patient=REI-001&type=${ENDPOINT}`,
  );
  const { position } = items[0]!;
  receipt = (await whole.get(`/v1/ledgers/trial/receipts/${position}`)).text;
  const leaf = await whole.fetch(`/v1/ledgers/trial/leaves/${position}`, {});
  endpointVisit = new Uint8Array(await leaf.arrayBuffer());
  await whole.stop();
});
afterAll(() => whole[Symbol.asyncDispose]());

describe('the endpoint of 47 subjects of a site, which a vendor deletes together with its trail', () => {
  it('[P11-10a] on the disk alone is noticed at the next start, by the operator: the server does not start', async () => {
    tamperWithFile(whole.directory.ledgers.trial, DELETED);
    await expect(whole.start()).rejects.toThrow('its positions have gaps');
  });

  it('[P11-10a] on the disk, with all places made anew, is noticed at the next start, by the operator and by whoever asks', async () => {
    tamperWithFile(whole.directory.ledgers.trial, CLOSED_UP);
    await whole.start();
    const ready = await whole.get('/health/ready', { as: null });
    expect([ready.status, ready.text.includes('ledgers-as-written')]).toEqual([503, true]);
    for (const path of ['/v1/audit-log', '/v1/audit-trail-review', '/v1/overview']) {
      expect([path, (await whole.get(path)).body.code]).toEqual([path, 'ledger-held']);
    }
  });

  it('[P11-10a] [EMA-622] with every key is noticed by the site, which has a receipt, and by the next review, which misses the visits', async () => {
    await using made = await installation((type) => type !== ENDPOINT);
    await made.start();
    expect((await made.get('/health/ready', { as: null })).status).toBe(200);
    const { items } = await made.read<{ items: readonly { patient: string; note: string }[] }>(
      '/v1/audit-trail-review/checks/due-and-absent/records?limit=200',
      { as: MONITOR },
    );
    expect(new Set(items.map(({ patient }) => patient))).toEqual(new Set(SUBJECTS));
    expect(made.clock.now().toISOString()).toBe(MONTHS_LATER);
    // The receipt was signed with the key that signs now, and is of more events than there ever were, if what is shown now is true.
    const [log] = await made.read<readonly { origin: string; keys: { verifierKey: string }[] }[]>('/v1/ledgers');
    const keys = log!.keys.map(({ verifierKey }) => parseVerifierKey(verifierKey));
    const kept = verifyProof(receipt, leafHash(endpointVisit), { origin: log!.origin, keys });
    const shown = openNote((await made.get('/v1/ledgers/trial/checkpoint')).text, keys);
    const { size } = parseCheckpoint(shown.text);
    expect(size).toBe(kept.checkpoint.size - SUBJECTS.length * 3);
  });
});
