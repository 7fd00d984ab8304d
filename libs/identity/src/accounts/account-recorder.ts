import {
  accessDefinitionOf,
  type AccountDecision,
  type AccountEvent,
  type AccountRefusal,
  type AccountState,
} from '@bali/access';
import {
  ATTEMPTS_IN_ACCESS_LEDGER,
  type Clock,
  CommandIdReused,
  type CommandEnvelope,
  CommandLoop,
  CommandTexts,
  eraseTexts,
  type Handled,
  type Outcome,
  type RandomBytes,
  RecordWriter,
  type Software,
} from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type Actor, recordOf } from '@bali/ledger';
import type { RedactionRequest } from '@bali/trial';
import { v4 as uuidV4 } from 'uuid';
import { AccountDirectory } from './account-directory.js';

/** A command about an account was refused. Nothing was written. */
export class AccountCommandRefused extends Error {
  readonly refusal: AccountRefusal;

  constructor(refusal: AccountRefusal) {
    super(refusal.sentence);
    this.name = 'AccountCommandRefused';
    this.refusal = refusal;
  }
}

/** Where a request comes from. */
export interface Asking {
  /** A UUID: the correlation id of what it records. */
  readonly requestId: string;
  readonly source: { readonly client: string; readonly ip: string };
}

/** Which command it is, where its sender may repeat it. */
export interface Repeatable {
  readonly commandId: string;
  readonly causationId: string;
  readonly reason?: string;
  readonly expectedRevision?: number;
}

export interface Recording {
  readonly stream: string;
  readonly asking: Asking;
  readonly actor: Actor;
  /** Asked again at every attempt. */
  readonly decide: (state: AccountState, now: string) => AccountDecision;
  /** Called for each event before it is appended: what it stands for has to be there when it is. */
  readonly keep?: (event: AccountEvent, id: string) => void;
  readonly repeatable?: Repeatable;
}

/** What was recorded; `events` are empty when the command was recorded before. */
export type RecordedAccount = Outcome<AccountEvent>;

export interface RecorderOptions {
  readonly store: EventStore;
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** Takes what happens to accounts to the access ledger: decides on the state as it is, and again when somebody was quicker. */
export class AccountRecorder {
  readonly directory: AccountDirectory;
  readonly #options: RecorderOptions;
  readonly #loop: CommandLoop;

  constructor(options: RecorderOptions) {
    const { store, trialId, software, now } = options;
    this.#options = options;
    this.directory = new AccountDirectory(store, now);
    const writer = new RecordWriter({ store, trialId, software, definitionOf: accessDefinitionOf });
    this.#loop = new CommandLoop({ writer, now, attempts: ATTEMPTS_IN_ACCESS_LEDGER });
  }

  get now(): Clock {
    return this.#options.now;
  }

  get randomBytes(): RandomBytes {
    return this.#options.randomBytes;
  }

  /**
   * @throws AccountCommandRefused, StaleRevision, CommandIdReused, TooContended: nothing was written. What the store throws.
   */
  async record(recording: Recording): Promise<RecordedAccount> {
    const { stream, decide, keep, repeatable } = recording;
    const { expectedRevision } = repeatable ?? {};
    return this.#loop.run({
      done: async () => repeatable && this.#done(stream, repeatable),
      stream: () => stream,
      load: () => this.directory.stream(stream),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
      decide: (state: AccountState, now) => {
        const decision = decide(state, now);
        return 'refusal' in decision ? { refused: new AccountCommandRefused(decision.refusal) } : decision;
      },
      envelopeAt: (revision) => this.#envelopeOf(recording, revision),
      ...this.#reasonOf(repeatable),
      ...(keep && { keep }),
      // The key was used for another account.
      doneElsewhere: () => new CommandIdReused(),
    });
  }

  /** The free text that an event of a stream has at a place, and who wrote it. */
  async textAt(
    stream: string,
    { redactedEvent, field }: Pick<RedactionRequest, 'redactedEvent' | 'field'>,
  ): Promise<{ readonly hash: string; readonly by: string } | undefined> {
    const stored = await this.#options.store.readStream(stream);
    const found = stored.find(({ id }) => id === redactedEvent);
    if (found === undefined || field !== '/metadata/reason') return undefined;
    const { reason: hash, actor } = recordOf(found.leaf).metadata;
    return hash === undefined ? undefined : { hash, by: actor.userId };
  }

  /** Erases texts and their salts; of the last one also what may be left in the store's log. */
  erase(hashes: readonly string[]): Promise<void> {
    return eraseTexts(this.#options.store, hashes);
  }

  #reasonOf(repeatable: Repeatable | undefined) {
    if (repeatable?.reason === undefined) return {};
    const texts = new CommandTexts(repeatable.commandId, this.randomBytes);
    return { texts, reason: texts.keep(repeatable.reason) };
  }

  #envelopeOf({ stream, asking, actor, repeatable }: Recording, revision: number): CommandEnvelope {
    const { requestId, source } = asking;
    // A message that holds a secret is not hashed into its events: what caused them is then the request.
    const { commandId, causationId } = repeatable ?? {
      commandId: this.newId(`command of request ${requestId} on ${stream} at ${revision}`),
      causationId: requestId,
    };
    return { commandId, causationId, correlationId: requestId, actor, source };
  }

  /** A fresh UUID. */
  newId(purpose: string): string {
    return uuidV4({ random: Uint8Array.from(this.randomBytes(16, purpose)) });
  }

  /** What a command did to an account, if it did. @throws CommandIdReused */
  async #done(stream: string, { commandId, causationId, reason }: Repeatable): Promise<Handled | undefined> {
    const stored = await this.#options.store.readStream(stream);
    const own = stored.filter(({ leaf }) => recordOf(leaf).metadata.commandId === commandId);
    const last = own.at(-1);
    if (last === undefined) return undefined;
    const { metadata } = recordOf(last.leaf);
    if (metadata.causationId !== causationId || !(await this.#isReason(metadata.reason, reason)))
      throw new CommandIdReused();
    return { stream, revision: last.revision, position: last.position, events: own.map(({ id }) => id) };
  }

  /** Whether the reason that was given is the one that is kept, as long as it is: an erased one is not held against anybody. */
  async #isReason(hash: string | undefined, given: string | undefined): Promise<boolean> {
    if (hash === undefined || given === undefined) return hash === given;
    const kept = (await this.#options.store.readTexts([hash])).authentic.get(hash);
    return kept === undefined || kept.text === given;
  }
}
