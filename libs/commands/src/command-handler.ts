import { performance } from 'node:perf_hooks';
import { EventIdTaken, type EventStore, WrongExpectedRevision } from '@bali/event-store';
import { eventId } from '@bali/ledger';
import type { FindCommand, ProjectionRunner } from '@bali/projections';
import type { Decision, DecisionContext } from '@bali/trial';
import type { Clock, CommandEnvelope, CommandTexts, Signer } from './command.js';
import { CommandIdReused, CommandRefused, StaleRevision, TooContended } from './errors.js';
import type { RecordWriter } from './record-writer.js';
import type { StreamLoader } from './stream-loader.js';

/** A command on its way: what it is about, and how it is decided. */
export interface Handling<State extends object> {
  readonly envelope: CommandEnvelope;
  readonly texts: CommandTexts;
  /** The hash of the reason that was given. */
  readonly reason?: string;
  /** The revision that the client decided on, if it says so. */
  readonly expectedRevision?: number;
  readonly streams: StreamLoader<State>;
  /** Asked again at every attempt: a new patient's code may be taken by somebody else meanwhile. */
  readonly stream: () => string | Promise<string>;
  readonly decide: (state: State, context: DecisionContext) => Decision | Promise<Decision>;
  /**
   * Commands of the same turn would race for the same place: within this process they wait for each other. Without it, of
   * a crowd that comes without a pause, somebody loses again and again. It must not wait for another command's turn.
   */
  readonly turn?: string;
  /** Without one, nothing is signed. */
  readonly signer?: Signer;
  /** A moment (UTC) before which it is not recorded, whatever the clock says: that of what it goes on from. */
  readonly notBefore?: string;
}

/** What a command did. Given again, to the letter, to whoever repeats it. */
export interface Handled {
  readonly stream: string;
  /** Of the stream's last event after it, from 0. */
  readonly revision: number;
  /** In the ledger, of the last event; a query can ask for at least this one. */
  readonly position: number;
  /** The ids of the events that it led to. */
  readonly events: readonly string[];
}

export interface CommandHandlerOptions {
  readonly store: EventStore;
  readonly writer: RecordWriter;
  readonly runner: ProjectionRunner;
  readonly findCommand: FindCommand;
  readonly now: Clock;
  /** All commands write to one stream: within this process they wait for each other, and do not race. */
  readonly oneAtATime?: boolean;
  /** How long a command waits for its turn before it is told to come back later, in milliseconds. 30,000 by default. */
  readonly turnLimitMs?: number;
}

/** Every failed attempt means that somebody else's succeeded, so many in a row are a crowd. */
const ATTEMPTS = 50;
const CATCH_UP_MILLISECONDS = 10_000;
const TURN_MILLISECONDS = 30_000;

/**
 * Takes a command to the ledger: loads the stream, decides, appends what was decided on the revision read, and decides
 * anew when somebody was quicker. The same command is never done twice, whoever repeats it, whenever and through
 * whichever instance.
 */
export class CommandHandler {
  readonly #options: CommandHandlerOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: CommandHandlerOptions) {
    this.#options = options;
  }

  /**
   * @throws CommandRefused, StaleRevision, CommandIdReused, TooContended, what the signer throws: nothing was written.
   * What the store throws.
   */
  handle<State extends object>(handling: Handling<State>): Promise<Handled> {
    const turn = this.#options.oneAtATime === true ? 'every command' : handling.turn;
    return turn === undefined ? this.#handle(handling) : this.#inTurn(turn, () => this.#handle(handling));
  }

  /** While the store is away each turn takes all of the store's patience: a queue behind it must not wait for the sum of these. */
  async #inTurn<Result>(turn: string, work: () => Promise<Result>): Promise<Result> {
    const latest = performance.now() + (this.#options.turnLimitMs ?? TURN_MILLISECONDS);
    const before = this.#turns.get(turn);
    const inTime = () => {
      if (performance.now() > latest) throw new TooContended(turn);
      return work();
    };
    const mine = before === undefined ? work() : before.then(inTime);
    const ended = mine.catch(() => undefined);
    this.#turns.set(turn, ended);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(turn) === ended) this.#turns.delete(turn);
    }
  }

  async #handle<State extends object>(handling: Handling<State>): Promise<Handled> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const done = await this.done(handling.envelope);
      if (done !== undefined) return done;
      const handled = await this.#attempt(handling);
      if (handled !== undefined) return handled;
    }
    throw new TooContended(await handling.stream());
  }

  /**
   * What a command did already, if it did. Sees every command acknowledged before.
   * @throws CommandIdReused
   */
  async done({ commandId, causationId }: CommandEnvelope): Promise<Handled | undefined> {
    await this.#catchUp();
    const found = this.#options.findCommand(commandId);
    if (found === undefined) return undefined;
    if (found.causationId !== causationId) throw new CommandIdReused();
    const { stream, lastRevision, lastPosition, events } = found;
    return { stream, revision: lastRevision, position: lastPosition, events: idsOf(commandId, events) };
  }

  /** Whether a command is known to be done, as far as the index has come: cheap, and a no is no certain no. */
  isKnown({ commandId }: Pick<CommandEnvelope, 'commandId'>): boolean {
    return this.#options.findCommand(commandId) !== undefined;
  }

  async #catchUp(): Promise<void> {
    const { store, runner } = this.#options;
    const position = await store.lastPosition();
    if (runner.lastApplied >= position) return;
    await runner.waitFor(position, AbortSignal.timeout(CATCH_UP_MILLISECONDS));
  }

  #nowOr(notBefore: string | undefined): Date {
    const now = this.#options.now();
    return notBefore === undefined || now >= new Date(notBefore) ? now : new Date(notBefore);
  }

  /**
   * What was written, or `undefined` when it has to be tried again: somebody else wrote to the stream meanwhile, another
   * attempt at this command has written already (to another stream, where the stream is chosen anew), or signing took
   * its time.
   */
  async #attempt<State extends object>(handling: Handling<State>): Promise<Handled | undefined> {
    const stream = await handling.stream();
    const { state, revision } = await handling.streams.load(stream);
    const { expectedRevision, envelope, reason, texts, signer } = handling;
    if (expectedRevision !== undefined && expectedRevision !== revision)
      return this.#refused(handling, stream, new StaleRevision(expectedRevision, revision));
    const recordedAt = this.#nowOr(handling.notBefore);
    const why = reason === undefined ? {} : { reason };
    const by = envelope.actor.userId;
    const decision = await handling.decide(state, { now: recordedAt.toISOString(), by, ...why });
    if ('refusal' in decision) return this.#refused(handling, stream, new CommandRefused(decision.refusal));
    const { events } = decision;
    if ((await signer?.ask(events, stream)) === true) return undefined;
    const signatures = events.map((event) => signer?.signatureOf(event));
    const decided = { stream, revision, events, signatures, envelope, recordedAt, texts: texts.kept, ...why };
    try {
      const appended = await this.#options.writer.append(decided);
      return { stream, ...appended, events: idsOf(envelope.commandId, events.length) };
    } catch (error) {
      if (error instanceof WrongExpectedRevision || error instanceof EventIdTaken) return undefined;
      throw error;
    }
  }

  /**
   * What was decided on may be the very command, done meanwhile through another instance; or, where the stream is chosen
   * anew, somebody else's. Then it is not refused, but tried again.
   */
  async #refused<State extends object>(handling: Handling<State>, stream: string, refusal: Error): Promise<undefined> {
    const isDone = (await this.done(handling.envelope)) !== undefined;
    if (!isDone && (await handling.stream()) === stream) throw refusal;
    return undefined;
  }
}

function idsOf(commandId: string, events: number): readonly string[] {
  return Array.from({ length: events }, (_, place) => eventId(commandId, place));
}
