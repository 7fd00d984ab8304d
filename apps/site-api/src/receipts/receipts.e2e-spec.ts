import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyReceipt } from '@bali/inspection';
import { leafHash, parseVerifierKey, recordOf, verifyProof } from '@bali/ledger';
import type { Receipt } from '@bali/queries';
import {
  BODIES,
  bringPatient,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const ORIGIN = 'bali.localhost/NCT00904501/trial';

let api: SiteApiUnderTest;
let patient: string;
let event: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
  api.clock.set('2011-05-13T07:30:00.000Z');
  const { events } = await api.record(`/v1/patients/${patient}/revascularizations`, BODIES.revascularization);
  event = events[0]!;
});
afterAll(() => api[Symbol.asyncDispose]());

const path = (of = event) => `/v1/patients/${patient}/receipts/${of}`;
const verified = ({ leaf, proof, verifierKeys }: Receipt) =>
  verifyProof(proof, leafHash(Buffer.from(leaf, 'base64')), {
    origin: ORIGIN,
    keys: verifierKeys.map(parseVerifierKey),
  });

describe('a receipt', () => {
  it('[EMA-66] is to be had at once after the command, and shows offline that the record is in the signed ledger', async () => {
    const receipt = await api.read<Receipt>(path());
    expect(recordOf(Buffer.from(receipt.leaf, 'base64'))).toMatchObject({ id: event, stream: `patient-${patient}` });
    expect(verified(receipt)).toMatchObject({ index: receipt.index, checkpoint: { size: receipt.index + 1 } });
    const changed = Buffer.from(receipt.leaf, 'base64');
    changed[20]! ^= 1;
    expect(() => verified({ ...receipt, leaf: changed.toString('base64') })).toThrow('another entry');
  });

  it('[EMA-66] is one file that verifies in one step, as it was given', async () => {
    const { text, body } = await api.get<Receipt>(path());
    const key = body.verifierKeys[0]!;
    const shown = { index: body.index, record: { id: event }, keyWasGiven: true };
    expect(verifyReceipt(text, 'receipt.json', key)).toMatchObject(shown);
    expect(verifyReceipt(text, 'receipt.json')).toMatchObject({ ...shown, keyWasGiven: false });
  });

  it('is the same text alone, as a file to keep', async () => {
    const proof = await api.get(`${path()}/proof`);
    expect(proof.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(proof.text).toBe((await api.read<Receipt>(path())).proof);
  });

  it('[EMA-66] stays good while the ledger goes on, and after a restart', async () => {
    const before = await api.read<Receipt>(path());
    await api.restart();
    api.clock.set('2011-05-14T07:30:00.000Z');
    const { events } = await api.record(`/v1/patients/${patient}/revascularizations`, {
      ...BODIES.revascularization,
      performedOn: '2011-05-13',
    });
    const after = await api.read<Receipt>(path(events[0]));
    const keys = after.verifierKeys.map(parseVerifierKey);
    expect(verified({ ...before, verifierKeys: after.verifierKeys }).checkpoint.size).toBeLessThan(
      verified(after).checkpoint.size,
    );
    expect(keys).toHaveLength(1);
  });

  it('many asked for at once need few checkpoints', async () => {
    const records = (await api.records()).filter(({ stream }) => stream === `patient-${patient}`);
    const receipts = await Promise.all(records.map(({ id }) => api.read<Receipt>(path(id))));
    expect(new Set(receipts.map((receipt) => verified(receipt).index)).size).toBe(records.length);
  });

  it('[P11-10d] is for the own site', async () => {
    const other = await api.get(path(), { as: someoneIn('investigator', 'NAN') });
    expect(other.body.code).toBe('another-site');
    const monitor = await api.get(path(), { as: someoneIn('monitor') });
    expect(monitor.body.code).toBe('not-permitted');
  });

  it.each([
    ['00000000-0000-5000-8000-000000000000', 404],
    ['1', 422],
  ])('there is none of the event %s', async (id, status) => {
    expect((await api.get(path(id))).status).toBe(status);
  });
});
