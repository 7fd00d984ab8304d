import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { patience } from '@bali/event-store/testing';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Answer,
  bringPatients,
  cutOff,
  CUTS,
  openTrial,
  type RecordedBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const UNIT = someoneIn('cell-therapy-unit');
const INVESTIGATOR = someoneIn('investigator');
const CARD_OPENED_AT = '2011-02-21T10:00:00+01:00';

/** How often each command is cut off: at each place, and once more before a restart. */
const TIMES = CUTS.length + 1;

/** What somebody sends, and with which events it begins in the sealed ledger and ends in the trial ledger. */
interface Saga {
  readonly is: string;
  readonly by: typeof UNIT;
  readonly sealed: string;
  readonly open: string;
  /** The command that is cut off the nth time. */
  readonly sent: (nth: number) => { readonly path: string; readonly body: object };
}

let api: SiteApiUnderTest;
/** One for each card; the last one is implanted, and the investigator was told the arm. */
let patients: readonly string[];
const told = () => patients.at(-1) ?? '';

const SAGAS: readonly Saga[] = [
  {
    is: 'the randomization by a sealed card',
    by: INVESTIGATOR,
    ...{ sealed: 'SlotTaken', open: 'Randomized' },
    sent: (nth) => ({
      path: `/v1/patients/${patients[nth]}/randomization-by-card`,
      body: { stratum: 'CARDS', slot: nth, randomizedAt: CARD_OPENED_AT, ...signatureFor('randomization') },
    }),
  },
  {
    is: 'a microbiology alert',
    by: UNIT,
    ...{ sealed: 'SterilityRead', open: 'MicrobiologyAlert' },
    sent: (nth) => ({
      path: `/v1/cell-therapy/patients/${told()}/records`,
      body: {
        sterilityRead: {
          ...{ readOn: `2011-03-0${3 + nth}`, concentrate: 'no-growth', blood: 'no-growth', syringe: 'no-growth' },
          ...{ marrow: 'growth', identifiedAs: 'cutibacterium-acnes' },
        },
      },
    }),
  },
  {
    is: 'a sealed judgement',
    by: INVESTIGATOR,
    ...{ sealed: 'JudgementMade', open: 'JudgementSealed' },
    sent: (nth) => ({
      path: `/v1/patients/${told()}/sealed-judgements`,
      body: { findings: { foundOn: '2011-03-08', ulcers: 'no' }, text: `${nth}`, ...signatureFor('sealed-judgement') },
    }),
  },
];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const confirmed = Array.from({ length: TIMES }, () => 'confirmed' as const);
  patients = await bringPatients(api, [...confirmed, 'implanted']);
  api.clock.set('2011-03-08T10:00:00.000Z');
  await api.record('/v1/trial/randomization-cards/printings', { stratum: 'CARDS' }, { as: UNIT });
  for (const [slot, patient] of patients.slice(0, TIMES).entries()) {
    const opening = { stratum: 'CARDS', slot, patient, openedAt: CARD_OPENED_AT, outage: 'network-down' };
    await api.record('/v1/trial/randomization-cards/openings', opening, { as: UNIT });
  }
  await api.record(`/v1/patients/${told()}/emergency-unblinding`, { reason: 'a shock' }, { as: INVESTIGATOR });
});
afterAll(() => api[Symbol.asyncDispose]());

type Answered = Answer<Partial<RecordedBody>>;

function send({ sent, by }: Saga, nth: number, key: string): Promise<Answered> {
  const { path, body } = sent(nth);
  return api.post(path, body, { as: by, key });
}

async function sealedOf(type: string): Promise<number> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  const records = await Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  return records.filter((record) => record.type === type).length;
}

const openOf = async (type: string): Promise<readonly LedgerRecord[]> =>
  (await api.records()).filter((record) => record.type === type);

/** Resolves once there are as many events of a type in the trial ledger. */
async function untilThere(type: string, count: number): Promise<void> {
  let there = 0;
  for await (const page of api.api.resources.trialLedger.follow(0, patience())) {
    there += page.filter(({ leaf }) => recordOf(leaf).type === type).length;
    if (there >= count) return;
  }
}

describe.each(SAGAS.map((saga) => [saga.is, saga] as const))('%s', (_, saga) => {
  it.each(CUTS.map((cut, nth) => [cut.is, cut, nth] as const))(
    'that is cut off %s is finished once, and answered when it is sent again',
    async (__, cut, nth) => {
      const [sealed, open] = [await sealedOf(saga.sealed), (await openOf(saga.open)).length];
      const key = randomUUID();
      cutOff(api, cut, cut.ledger === 'trialLedger' ? [saga.open] : ['SealedEventRecorded']);
      // What follows the sealed ledger may be quicker than the request, is then cut off in its place, and tries again.
      const wanted = cut.ledger === 'sealedLedger' ? [500] : [201, 500];
      expect(wanted).toContain((await send(saga, nth, key)).status);
      const again = await send(saga, nth, key);
      expect([again.status, again.text]).toEqual([201, again.text]);
      expect((await send(saga, nth, key)).text).toBe(again.text);
      expect(await sealedOf(saga.sealed)).toBe(sealed + 1);
      const there = await openOf(saga.open);
      expect([there.length, there.at(-1)?.id]).toEqual([open + 1, again.body.events?.[0]]);
    },
  );
});

describe('what was cut off in the middle, and is sent by nobody again', () => {
  it('is finished at the next start, each once', async () => {
    const counts = new Map<string, number>();
    for (const saga of SAGAS) counts.set(saga.open, (await openOf(saga.open)).length);
    for (const saga of SAGAS) {
      cutOff(api, { ledger: 'sealedLedger', when: 'after' }, ['SealedEventRecorded']);
      await send(saga, CUTS.length, randomUUID());
    }
    await api.restart();
    for (const { sealed, open } of SAGAS) {
      const wanted = (counts.get(open) ?? 0) + 1;
      await untilThere(open, wanted);
      const there = (await openOf(open)).length;
      // The patient who was brought to the implantation was randomized by the software.
      expect([open, there, await sealedOf(sealed)]).toEqual([open, wanted, wanted]);
    }
  });
});
