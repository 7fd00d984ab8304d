import { EventIdTaken, WrongExpectedRevision } from '@bali/event-store';
import { eventId } from '@bali/ledger';
import type { DecidedEvent } from '@bali/schema';
import type { Clock, CommandEnvelope, CommandTexts, Signer } from './command.js';
import { StaleRevision, TooContended } from './errors.js';
import type { RecordWriter } from './record-writer.js';
import type { Loaded } from './stream-loader.js';

/** What a command did. Whoever repeats the command is given it again, to the letter. */
export interface Handled {
  readonly stream: string;
  /** Of the stream's last event after it, from 0. */
  readonly revision: number;
  /** In the ledger, of the last event; a query can ask for at least this one. -1: there was nothing to record. */
  readonly position: number;
  /** The ids of the events that it led to. */
  readonly events: readonly string[];
}

/** What a command did, and the events that it recorded just now: none where it was done before. */
export interface Outcome<Event extends DecidedEvent> {
  readonly handled: Handled;
  readonly events: readonly Event[];
}

/** A command as the loop takes it: everything in which one kind of command differs from another is handed in. */
export interface LoopedCommand<State, Event extends DecidedEvent> {
  /** What the command did already, if it did. @throws CommandIdReused */
  readonly done: () => Promise<Handled | undefined>;
  /** Asked again at every attempt: a new patient's code may be taken by somebody else meanwhile. */
  readonly stream: () => string | Promise<string>;
  /** The stream with every event that was acknowledged before. */
  readonly load: (stream: string) => Promise<Loaded<State>>;
  /** The revision that the client decided on, if it says so. */
  readonly expectedRevision?: number;
  /** @param now the server's clock, UTC. No events: there is nothing to record. */
  readonly decide: (state: State, now: string) => Decided<Event> | Promise<Decided<Event>>;
  /** What stands around the events. @param revision the revision decided on: who cannot repeat a command names it by that. */
  readonly envelopeAt: (revision: number) => CommandEnvelope;
  /** The free texts that are kept beside its events. */
  readonly texts?: CommandTexts;
  /** The hash of the reason that was given. */
  readonly reason?: string;
  /** The code beside it. */
  readonly reasonCode?: string;
  /** Without one, nothing is signed. */
  readonly signer?: Signer;
  /** Called for each event before it is appended: what the event stands for has to be there when the event is. */
  readonly keep?: (event: Event, id: string) => void;
  /**
   * What refuses a command of which an event stands in another stream. Without it, the command is looked for anew: its stream
   * is chosen at each attempt.
   */
  readonly doneElsewhere?: () => Error;
}

/** Events, or what the command is refused with. */
type Decided<Event> = { readonly events: readonly Event[] } | { readonly refused: Error };

export interface CommandLoopOptions {
  readonly writer: RecordWriter;
  readonly now: Clock;
  /** How often a command is attempted before it is `TooContended`. {@link ATTEMPTS} by default. */
  readonly attempts?: number;
}

/** Every failed attempt means that somebody else's succeeded: this number in a row is a crowd, and the client comes back later. */
const ATTEMPTS = 50;

/** The same in the access ledger: nobody is kept out, and nothing is left unsaid, because others are quicker. */
export const ATTEMPTS_IN_ACCESS_LEDGER = 200;

/**
 * The one way of every command to a ledger: load the stream, decide, sign, append what was decided on the revision read, and
 * decide anew when somebody was quicker.
 */
export class CommandLoop {
  readonly #options: CommandLoopOptions;

  constructor(options: CommandLoopOptions) {
    this.#options = options;
  }

  /**
   * @throws what it is refused with, StaleRevision, TooContended, what `done` and the signer throw: nothing was
   * written. What the store throws.
   */
  async run<State, Event extends DecidedEvent>(command: LoopedCommand<State, Event>): Promise<Outcome<Event>> {
    const { attempts = ATTEMPTS } = this.#options;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const done = await command.done();
      const outcome = done === undefined ? await this.#attempt(command) : { handled: done, events: [] };
      if (outcome !== undefined) return outcome;
    }
    throw new TooContended(await command.stream());
  }

  /**
   * What was written, or `undefined` when it has to be tried again: somebody else wrote to the stream meanwhile, another
   * attempt at this command has written already (to another stream, where the stream is chosen anew), or signing took
   * its time.
   */
  async #attempt<State, Event extends DecidedEvent>(
    command: LoopedCommand<State, Event>,
  ): Promise<Outcome<Event> | undefined> {
    const { expectedRevision, signer } = command;
    const stream = await command.stream();
    const { state, revision } = await command.load(stream);
    if (expectedRevision !== undefined && expectedRevision !== revision)
      return refused(command, stream, new StaleRevision(expectedRevision, revision));
    const recordedAt = this.#options.now();
    const decision = await command.decide(state, recordedAt.toISOString());
    if ('refused' in decision) return refused(command, stream, decision.refused);
    const { events } = decision;
    if (events.length === 0) return { handled: { stream, revision, position: -1, events: [] }, events };
    if ((await signer?.ask(events, stream)) === true) return undefined;
    return this.#append(command, events, { stream, revision, recordedAt });
  }

  async #append<State, Event extends DecidedEvent>(
    { envelopeAt, texts, signer, keep, doneElsewhere, ...command }: LoopedCommand<State, Event>,
    events: readonly Event[],
    at: { readonly stream: string; readonly revision: number; readonly recordedAt: Date },
  ): Promise<Outcome<Event> | undefined> {
    const envelope = envelopeAt(at.revision);
    const ids = idsOf(envelope.commandId, events.length);
    for (const [place, event] of events.entries()) keep?.(event, ids[place] ?? '');
    const signatures = events.map((event) => signer?.signatureOf(event));
    try {
      const decided = { ...at, events, signatures, envelope, texts: texts?.kept ?? [], ...whyOf(command) };
      const appended = await this.#options.writer.append(decided);
      return { handled: { stream: at.stream, ...appended, events: ids }, events };
    } catch (error) {
      if (error instanceof EventIdTaken && doneElsewhere !== undefined) throw doneElsewhere();
      if (error instanceof WrongExpectedRevision || error instanceof EventIdTaken) return undefined;
      throw error;
    }
  }
}

/** The reason and its code, as far as they were given. */
function whyOf({ reason, reasonCode }: { readonly reason?: string; readonly reasonCode?: string }) {
  return { ...(reason === undefined ? {} : { reason }), ...(reasonCode === undefined ? {} : { reasonCode }) };
}

/**
 * What was decided on may be the very command, done meanwhile through another instance; or, where the stream is chosen
 * anew, somebody else's. Then it is not refused, but tried again.
 */
async function refused<State, Event extends DecidedEvent>(
  { done, stream: streamNow }: LoopedCommand<State, Event>,
  stream: string,
  refusal: Error,
): Promise<undefined> {
  const isDone = (await done()) !== undefined;
  if (!isDone && (await streamNow()) === stream) throw refusal;
  return undefined;
}

/** The ids of a command's events, by their places. */
export function idsOf(commandId: string, events: number): readonly string[] {
  return Array.from({ length: events }, (_, place) => eventId(commandId, place));
}
