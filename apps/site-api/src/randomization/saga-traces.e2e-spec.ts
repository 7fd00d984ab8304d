import { recordSealer, SEALED_STREAM } from '@bali/blinding';
import {
  CommandHandler,
  CommandRefused,
  CommandTexts,
  OWN_SOURCE,
  PendingCommandCompleter,
  Randomization,
  RecordWriter,
} from '@bali/commands';
import type { Append, EventStore } from '@bali/event-store';
import { sealedDefinitionOf } from '@bali/inspection';
import { commandFinder, ProjectionRunner } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { patientStream, SIGNATURES } from '@bali/trial';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  BODIES,
  bringPatient,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';
import { type CommandParts, commandParts } from '../ledgers/command-parts.js';
import type { OpenSealed } from '../ledgers/open-sealed.js';
import { OPEN_SEALED } from '../ledgers/tokens.js';

/** The traces that Spin made of the model, one after an empty line. */
const TRACES = readFileSync(new URL('../../../../docs/model/saga.traces.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n\n')
  .map((trace) => trace.split('\n'));

const NOW = '2011-02-21T09:00:00.000Z';
const chance = (length: number) => randomBytes(length);
const SOFTWARE = { version: '0.1.0', commit: '0000000' };

class Gone extends Error {}

/** Holds the appends of a process until the trace says that they happen, or that the process is gone. */
class Gate {
  #isOpen = false;
  #waiting: ((isThere: boolean) => void) | undefined;
  #arrived = Promise.withResolvers<undefined>();

  /** Resolves once an append is held. */
  held(): Promise<unknown> {
    return this.#arrived.promise;
  }

  get isHolding(): boolean {
    return this.#waiting !== undefined;
  }

  open(): void {
    this.#isOpen = true;
    this.#pass(true);
  }

  passOne(): void {
    this.#arrived = Promise.withResolvers<undefined>();
    this.#pass(true);
  }

  /** The process is gone: nothing that it was about to write is written. */
  crash(): void {
    this.#pass(false);
  }

  of(store: EventStore): EventStore {
    const append = async (request: Append) => {
      await this.#hold();
      return store.append(request);
    };
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'append') return append;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  async #hold(): Promise<void> {
    if (this.#isOpen) return;
    const isThere = await new Promise<boolean>((go) => {
      this.#waiting = go;
      this.#arrived.resolve(undefined);
    });
    if (!isThere) throw new Gone('the process is gone');
  }

  #pass(isThere: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(isThere);
  }
}

let api: SiteApiUnderTest;

beforeAll(async () => {
  api = await startSiteApi('2011-02-14T10:00:00.000Z');
  await openTrial(api);
  // Its own completer would finish everything at once: here, the trace says who does what.
  await api.api.resources.completer.stop();
});
afterAll(() => api[Symbol.asyncDispose]());

/** A process with a memory of its own, on the ledgers of the running API. */
function processBehind(gate: Gate): CommandParts & { readonly sealedLedger: EventStore } {
  const { app, resources } = api.api;
  const opened = app.get<OpenSealed>(OPEN_SEALED);
  const [trial, sealed] = [gate.of(resources.trialLedger), gate.of(resources.sealedLedger)];
  const sealer = () => recordSealer(opened.sealingKeys, chance);
  const writer = new RecordWriter({
    ...{ store: sealed, trialId: TRIAL.id, software: SOFTWARE, sealer, definitionOf: sealedDefinitionOf },
  });
  const ambient = {
    now: api.clock.now,
    randomBytes: chance,
    newRequestId: randomUUID,
  };
  const handler = new CommandHandler({
    ...{ store: sealed, writer, runner: opened.runner, now: api.clock.now, oneAtATime: true },
    findCommand: commandFinder(opened.runner),
  });
  const parts = commandParts({
    ledgers: { trial, sealed, access: resources.accessLedger },
    ...{ runner: app.get(ProjectionRunner), sealed: { ...opened, handler }, ambient, software: SOFTWARE },
  });
  return { ...parts, sealedLedger: sealed };
}

/** Plays a trace: `0` is the command, which is sent again after a crash, `1` the completer of another instance, `2` the patient. */
class Play {
  readonly patient: string;
  readonly #trace: readonly string[];
  readonly #commandId = randomUUID();
  #gate = new Gate();
  #command: Promise<unknown> | undefined;

  constructor(patient: string, trace: readonly string[]) {
    this.patient = patient;
    this.#trace = trace;
  }

  /** @returns what the command was answered in the end. */
  async run(): Promise<unknown> {
    // What begins was checked before the patient could withdraw.
    if (this.#trace.includes('0 begins')) await this.#sendAndHold();
    for (const line of this.#trace) await this.#step(line);
    this.#gate.open();
    return this.#command ?? this.#send();
  }

  async #step(line: string): Promise<void> {
    if (line === '2 withdraws') await this.#withdraws();
    else if (line === '0 refused') expect(await this.#send()).toBeInstanceOf(CommandRefused);
    else if (line === '0 begins') await this.#begins();
    else if (line === '0 crashes') await this.#crashes();
    else if (line.startsWith('0 ')) await this.#goesOn(line);
    else if (line.startsWith('1 ')) await this.#completes(line);
    else throw new Error(`nobody knows how to play “${line}”`);
  }

  async #withdraws(): Promise<void> {
    await api.record(`/v1/patients/${this.patient}/consent-withdrawal`, {
      ...BODIES.withdrawal,
      withdrawnOn: '2011-02-21',
    });
  }

  async #begins(): Promise<void> {
    expect(this.#gate.isHolding).toBe(true);
    this.#gate.passOne();
    await this.#heldOrOver();
    expect(await written(this.patient)).toMatchObject({ begun: 1 });
  }

  async #crashes(): Promise<void> {
    this.#gate.crash();
    await this.#command;
    this.#gate = new Gate();
    await this.#sendAndHold();
  }

  async #goesOn(line: string): Promise<void> {
    this.#gate.open();
    await this.#command;
    await expectEnd(this.patient, line);
  }

  async #completes(line: string): Promise<void> {
    const gate = new Gate();
    gate.open();
    const { sealed, sagas, sealedLedger } = processBehind(gate);
    const log = { info: () => undefined, error: () => undefined };
    const completer = new PendingCommandCompleter({ sealedLedger, sealed, sagas, log });
    completer.start();
    await completer.settled();
    await completer.stop();
    await expectEnd(this.patient, line);
  }

  /** Sends the command, until it has something to write, or is answered. */
  async #sendAndHold(): Promise<void> {
    this.#command = this.#send();
    await this.#heldOrOver();
  }

  async #heldOrOver(): Promise<void> {
    await Promise.race([this.#gate.held(), this.#command]);
  }

  #send(): Promise<unknown> {
    const { sagas, rows, streams } = processBehind(this.#gate);
    const randomization = new Randomization(sagas, rows.SlotTaken, streams.patients);
    return randomization.randomize(this.patient, this.#given()).catch((error: unknown) => error);
  }

  #given(): Parameters<Randomization['randomize']>[1] {
    const { userId, name, role, organisation } = someoneIn('investigator');
    const ids = { commandId: this.#commandId, causationId: this.#commandId, correlationId: this.#commandId };
    const signature = { meaning: SIGNATURES.randomization.meaning, method: 'password' } as const;
    return {
      envelope: { ...ids, actor: { userId, name, role, organisation }, source: OWN_SOURCE },
      texts: new CommandTexts(this.#commandId, chance),
      signer: { ask: () => Promise.resolve(true), signatureOf: () => signature },
    };
  }
}

/** What is in both ledgers of a patient's randomization. */
async function written(patient: string): Promise<Readonly<Record<'begun' | 'finished' | 'givenUp', number>>> {
  const { trialLedger, blinding } = api.api.resources;
  const { state } = await blinding.load(SEALED_STREAM);
  const taken = state.taken.filter(({ data }) => data.patient === patient);
  const finished = (await trialLedger.readStream(patientStream(patient))).filter(({ type }) => type === 'Randomized');
  return { begun: taken.length, givenUp: taken.filter(({ voided }) => voided).length, finished: finished.length };
}

async function expectEnd(patient: string, line: string): Promise<void> {
  const isFinished = line.endsWith('finishes');
  expect(await written(patient)).toEqual({ begun: 1, finished: isFinished ? 1 : 0, givenUp: isFinished ? 0 : 1 });
}

describe('[P11-10a] a randomization in two ledgers does what the model does (docs/model/saga.pml)', () => {
  it.each(TRACES.map((trace) => [trace.join(', ')] as const))('%s', async (line) => {
    const trace = line.split(', ');
    api.clock.set('2011-02-14T10:00:00.000Z');
    const patient = await bringPatient(api, 'confirmed');
    api.clock.set(NOW);
    const answer = await new Play(patient, trace).run();
    const isFinished = trace.some((what) => what.endsWith('finishes'));
    const isBegun = trace.includes('0 begins');
    expect(await written(patient)).toEqual({
      ...{ begun: isBegun ? 1 : 0, finished: isFinished ? 1 : 0, givenUp: isBegun && !isFinished ? 1 : 0 },
    });
    const answered = answer instanceof CommandRefused ? 'refused' : (answer as { readonly stream: string }).stream;
    expect(answered).toBe(isFinished ? patientStream(patient) : 'refused');
  });
});
