import type { LedgerRecord } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  BODIES,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '@bali-app/site-api/testing';
import { Installation } from './installation.js';
import type { SiteProcess } from './site-process-handle.js';
import type { KillPoint } from './site-process.js';

const CONSENTED = '2011-02-14T10:00:00.000Z';
const NOW = '2011-02-21T09:00:00.000Z';
const SITES = ['REI', 'NAN'];
const AT_ONCE = 100;
const PROCESSES = 3;
const KILLS: readonly (KillPoint & { readonly is: string })[] = [
  { is: 'before the slot is taken', ledger: 'sealedLedger', type: 'SealedEventRecorded', when: 'before' },
  { is: 'after the slot is taken', ledger: 'sealedLedger', type: 'SealedEventRecorded', when: 'after' },
  { is: 'before `Randomized` is appended', ledger: 'trialLedger', type: 'Randomized', when: 'before' },
  { is: 'after `Randomized`, before the answer', ledger: 'trialLedger', type: 'Randomized', when: 'after' },
];

/** A patient's place in the list. */
interface Place {
  readonly patient: string;
  readonly stratum: string;
  readonly slot: number;
}

/** An installation with patients who can be randomized. */
class ReadyToRandomize extends Installation {
  readonly #tokens: ReadonlyMap<string, string>;
  readonly patients: readonly string[];

  private constructor(prepared: SiteApiUnderTest, patients: readonly string[], tokens: ReadonlyMap<string, string>) {
    super(prepared, NOW, PROCESSES + KILLS.length + 1, PROCESSES);
    this.patients = patients;
    this.#tokens = tokens;
  }

  /** With a number of patients. */
  static async prepare(count: number): Promise<ReadyToRandomize> {
    const api = await startSiteApi(CONSENTED);
    await openTrial(api, SITES);
    const target = { recruitmentTarget: count, protocolVersion: '2.0', amendedOn: '2011-02-01', reason: 'more sites' };
    await api.record('/v1/trial/recruitment-target-amendments', target, { as: someoneIn('sponsor-coordinator') });
    const consents = Array.from({ length: count }, async (_, number) => {
      const site = SITES[number % SITES.length] ?? '';
      return api.record('/v1/patients', { ...BODIES.consent, site }, { as: someoneIn('investigator', site) });
    });
    const patients = (await Promise.all(consents)).map(({ patient = '' }) => patient);
    for (const step of ['screened', 'baseline', 'confirmed'] as const) {
      await Promise.all(patients.map((patient) => takeStep(api, patient, step)));
    }
    api.clock.set(NOW);
    const tokens = new Map<string, string>();
    for (const site of SITES) tokens.set(site, await api.signIn(someoneIn('investigator', site)));
    const prepared = new ReadyToRandomize(api, patients, tokens);
    await api.stop();
    return prepared;
  }

  randomize(process: SiteProcess, patient: string, key: string = randomUUID()) {
    const token = this.#tokens.get(patient.slice(0, 3)) ?? '';
    const body = signatureFor('randomization');
    return this.post(process, { path: `/v1/patients/${patient}/randomization`, body, token, key });
  }

  /** The slots that were taken, in the sealed ledger's order. */
  async slots(): Promise<readonly Place[]> {
    const records = await this.sealed();
    expect(records.filter(({ type }) => type === 'SlotVoided')).toEqual([]);
    return records.filter(({ type }) => type === 'SlotTaken').map(({ data }) => placeOf(data as Place));
  }

  /** Where the trial ledger says that patients are, in its order. */
  async randomized(): Promise<readonly Place[]> {
    return (await this.trial('Randomized')).map((record) => placeIn(record));
  }
}

function placeOf({ patient, stratum, slot }: Place): Place {
  return { patient, stratum, slot };
}

function placeIn({ stream, data }: LedgerRecord): Place {
  return placeOf({ ...(data as Omit<Place, 'patient'>), patient: stream.slice('patient-'.length) });
}

const bySlot = (places: readonly Place[]) => places.toSorted((one, other) => one.slot - other.slot);

describe('randomization by several processes on the same ledgers', () => {
  let installation: ReadyToRandomize;

  beforeAll(async () => {
    installation = await ReadyToRandomize.prepare(AT_ONCE + KILLS.length);
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  /** Each patient has one slot, the slots are in order without a gap, and each `Randomized` stands with its slot. */
  async function expectInOrder(patients: readonly string[]): Promise<void> {
    const slots = await installation.slots();
    expect(slots.map(({ slot }) => slot)).toEqual(patients.map((_, slot) => slot));
    expect(slots.map(({ patient }) => patient).toSorted()).toEqual(patients.toSorted());
    expect(bySlot(await installation.randomized())).toEqual(slots);
  }

  it(`gives ${AT_ONCE} patients at once, asked for through ${PROCESSES} processes, ${AT_ONCE} slots in order, none twice`, async () => {
    const names = Array.from({ length: PROCESSES }, (_, number) => `at-once-${number}`);
    const processes = await Promise.all(names.map((name) => installation.start(name)));
    const patients = installation.patients.slice(0, AT_ONCE);
    const asked = processes.flatMap((process, place) => {
      const own = patients.filter((_, number) => number % PROCESSES === place);
      return own.map((patient) => installation.randomize(process, patient));
    });
    const answers = await Promise.all(asked);
    expect(answers).toHaveLength(AT_ONCE);
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    await expectInOrder(patients);
    await Promise.all(processes.map((process) => process[Symbol.asyncDispose]()));
  });

  it(`is finished by another process after each of ${KILLS.length} kills (SIGKILL), and answers a repetition alike`, async () => {
    const answered: { readonly patient: string; readonly key: string; readonly text: string }[] = [];
    let process = await installation.start('killed-0');
    for (const [number, { is, ...point }] of KILLS.entries()) {
      const patient = installation.patients[AT_ONCE + number] ?? '';
      const key = randomUUID();
      const before = await installation.slots();
      await process.killItselfAt(point);
      await expect(installation.randomize(process, patient, key)).rejects.toThrow('fetch failed');
      expect([is, await process.signal()]).toEqual([is, 'SIGKILL']);
      const isTaken = number > 0;
      expect([is, (await installation.slots()).length - before.length]).toEqual([is, isTaken ? 1 : 0]);
      const isRandomized = point.ledger === 'trialLedger' && point.when === 'after';
      expect([is, (await installation.randomized()).length - before.length]).toEqual([is, isRandomized ? 1 : 0]);
      process = await installation.start(`killed-${number + 1}`);
      if (isTaken) await installation.untilThere('Randomized', patient);
      const { status, text } = await installation.randomize(process, patient, key);
      expect([is, status]).toEqual([is, 201]);
      expect(await installation.randomize(process, patient, key)).toEqual({ status, text });
      answered.push({ patient, key, text });
    }
    for (const { patient, key, text } of answered) {
      expect(await installation.randomize(process, patient, key)).toEqual({ status: 201, text });
    }
    await expectInOrder(installation.patients);
  });
});
