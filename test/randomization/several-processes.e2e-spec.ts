import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import {
  BODIES,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../apps/site-api/testing/index.js';
import { SiteProcess } from './site-process-handle.js';
import type { KillPoint } from './site-process.js';

const CONSENTED = '2011-02-14T10:00:00.000Z';
const NOW = '2011-02-21T09:00:00.000Z';
const SITES = ['REI', 'NAN'];
const AT_ONCE = 100;
const PROCESSES = 3;
/** Eight times the software is started: on a busy machine that takes its time. */
const PATIENCE_MILLISECONDS = 180_000;

jest.setTimeout(PATIENCE_MILLISECONDS);

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

/** Site APIs in processes of their own, all on the ledgers of an installation that was prepared, and has stopped. */
class Installation implements AsyncDisposable {
  readonly #prepared: SiteApiUnderTest;
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #keys: SiteApiUnderTest['api']['resources']['sealingKeys'];
  /** Loading takes long, and opens nothing: it is done ahead. */
  readonly #loaded: SiteProcess[] = [];
  readonly #opened: SiteProcess[] = [];
  readonly patients: readonly string[];

  private constructor(prepared: SiteApiUnderTest, patients: readonly string[], tokens: ReadonlyMap<string, string>) {
    this.#prepared = prepared;
    this.patients = patients;
    this.#tokens = tokens;
    this.#keys = prepared.api.resources.sealingKeys;
  }

  /** With so many patients who can be randomized. */
  static async prepare(count: number): Promise<Installation> {
    const api = await startSiteApi(CONSENTED);
    await openTrial(api, SITES);
    const target = { recruitmentTarget: count, protocolVersion: '2.0', amendedOn: '2011-02-01', reason: 'more sites' };
    await api.record('/v1/trial/recruitment-target-amendments', target, { as: someoneIn('sponsor-coordinator') });
    const consents = Array.from({ length: count }, async (_, number) => {
      const site = SITES[number % SITES.length] ?? '';
      return api.record('/v1/patients', { ...BODIES.consent, site }, { as: someoneIn('investigator', site) });
    });
    const patients = (await Promise.all(consents)).map(({ patient = '' }) => patient);
    for (const step of ['screened', 'confirmed'] as const) {
      await Promise.all(patients.map((patient) => takeStep(api, patient, step)));
    }
    api.clock.set(NOW);
    const tokens = new Map<string, string>();
    for (const site of SITES) tokens.set(site, await api.signIn(someoneIn('investigator', site)));
    const prepared = new Installation(api, patients, tokens);
    prepared.load(PROCESSES);
    await api.stop();
    return prepared;
  }

  /** A process with projections and accounts' passwords of its own; the ledgers and their keys are everyone's. */
  async start(name: string): Promise<SiteProcess> {
    const { directory } = this.#prepared;
    const { ledgers, sealingKeys, path } = directory;
    const own = dataDirectory(`${path}-${name}`);
    await mkdir(own.path, { mode: 0o700 });
    await copyFile(directory.credentials, own.credentials);
    const process = this.#loaded.shift() ?? new SiteProcess();
    this.#opened.push(process);
    this.load(1);
    return process.open({ name, now: NOW, directory: { ...own, ledgers, sealingKeys } });
  }

  /** Loads so many processes ahead, but for those that nobody will need. */
  load(count: number): void {
    const needed = PROCESSES + KILLS.length + 1 - this.#opened.length - this.#loaded.length;
    this.#loaded.push(...Array.from({ length: Math.min(count, needed) }, () => new SiteProcess()));
  }

  async randomize({ url }: SiteProcess, patient: string, key: string = randomUUID()) {
    const token = this.#tokens.get(patient.slice(0, 3)) ?? '';
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      authorization: `Bearer ${token}`,
    };
    const body = JSON.stringify(signatureFor('randomization'));
    const answer = await fetch(`${url}/v1/patients/${patient}/randomization`, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  }

  /** The slots that were taken, in the sealed ledger's order. */
  async slots(): Promise<readonly Place[]> {
    const stored = await this.#reading('sealed', (ledger) => ledger.readStream(SEALED_STREAM));
    const records = await Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), this.#keys)));
    expect(records.filter(({ type }) => type === 'SlotVoided')).toEqual([]);
    return records.filter(({ type }) => type === 'SlotTaken').map(({ data }) => placeOf(data as Place));
  }

  /** Where the trial ledger says that patients are, in its order. */
  async randomized(): Promise<readonly Place[]> {
    const records = await this.#reading('trial', async (ledger) => {
      const pages: LedgerRecord[] = [];
      for await (const page of ledger.read()) pages.push(...page.map(({ leaf }) => recordOf(leaf)));
      return pages;
    });
    return records.filter(({ type }) => type === 'Randomized').map((record) => placeIn(record));
  }

  /** Resolves with the patient's place as soon as the trial ledger says so. */
  async untilRandomized(patient: string): Promise<Place> {
    return this.#reading('trial', async (ledger) => {
      for await (const page of ledger.follow(0, AbortSignal.timeout(30_000))) {
        const records = page.map(({ leaf }) => recordOf(leaf));
        const found = records.find(({ type, stream }) => type === 'Randomized' && stream === `patient-${patient}`);
        if (found !== undefined) return placeIn(found);
      }
      throw new Error(`nobody randomized ${patient}`);
    });
  }

  async #reading<Result>(name: 'trial' | 'sealed', read: (ledger: EventStore) => Promise<Result>): Promise<Result> {
    const ledger = await openLedgerToRead(this.#prepared.directory, name);
    try {
      return await read(ledger);
    } finally {
      await ledger.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#loaded, ...this.#opened].map((opened) => opened[Symbol.asyncDispose]()));
    await this.#prepared[Symbol.asyncDispose]();
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
  let installation: Installation;

  beforeAll(async () => {
    installation = await Installation.prepare(AT_ONCE + KILLS.length);
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
      if (isTaken) await installation.untilRandomized(patient);
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
