import type { StoredEvent } from '@bali/event-store';
import {
  type ArmName,
  type Choices,
  type ExportSource,
  type PlacedRecord,
  type Row,
  type Study,
  type StudyContext,
  type Subject,
  subjectOf,
} from '@bali/exports';
import { MerkleTree, recordOf, toHex } from '@bali/ledger';
import { ScratchState } from '@bali/projections';
import { dateAt, TRIAL } from '@bali/protocol';
import { isUnblinded } from '@bali/trial';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Software } from '@bali/commands';
import type { RowSpool } from './row-spool.js';

/** Events in their order, of a ledger or of a package. */
export interface EventsOfLedger {
  read(fromPosition?: number): AsyncIterable<readonly StoredEvent[]>;
}

export interface FoldingOptions {
  readonly events: EventsOfLedger;
  readonly position: number;
  readonly software: Software;
  readonly choices: Choices;
  /** The arms by patient, which count only where the trial is unblinded at the position. */
  readonly arms?: ReadonlyMap<string, ArmName>;
  /** The patients whom a deviation of the unit excludes from the per-protocol population: it counts where the arms do. */
  readonly excludedByUnit?: ReadonlySet<string>;
  /** What the cell therapy unit recorded by patient: it counts where the arms do. */
  readonly materials?: NonNullable<StudyContext['materials']>;
  readonly usedAt?: NonNullable<StudyContext['usedAt']>;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: { readonly step: string; readonly done: number; readonly of: number }) => void;
}

/** The events up to a position, page by page, with a turn for others in between. */
async function* eventsUpTo({
  events,
  position,
  signal,
}: Pick<FoldingOptions, 'events' | 'position' | 'signal'>): AsyncGenerator<readonly StoredEvent[]> {
  for await (const page of events.read(0)) {
    signal?.throwIfAborted();
    const wanted = page.filter((event) => event.position <= position);
    if (wanted.length > 0) yield wanted;
    if (wanted.length < page.length) return;
    await nextTurn();
  }
}

/** The trial as of an event, folded in a scratch file: what every format is made of. */
export class FoldedTrial implements ExportSource, Disposable {
  readonly study: Study;
  readonly context: StudyContext;
  readonly choices: Choices;
  readonly #state: ScratchState;
  readonly #options: FoldingOptions;
  readonly #spool: RowSpool;

  private constructor(
    state: ScratchState,
    about: Pick<Study, 'root' | 'recordedAt'>,
    options: FoldingOptions,
    spool: RowSpool,
  ) {
    const { position, software, arms, materials, usedAt, excludedByUnit } = options;
    const trial = state.trial();
    const shown = arms !== undefined && isUnblinded(trial) ? arms : undefined;
    this.#state = state;
    this.#options = options;
    this.#spool = spool;
    this.choices = options.choices;
    this.study = {
      ...{ trialId: TRIAL.id, acronym: TRIAL.acronym, title: TRIAL.title, position, ...about, software },
      arms: shown === undefined ? 'masked' : 'shown',
    };
    this.context = {
      ...{ trialId: TRIAL.id, trial, asOf: dateAt(about.recordedAt, TRIAL.timeZone) },
      ...(shown && {
        arms: shown,
        ...(materials && { materials }),
        ...(usedAt && { usedAt }),
        ...(excludedByUnit && { excludedByUnit }),
      }),
    };
  }

  /** @param scratch of a file that is not there. @throws what reading the events throws. */
  static async fold(options: FoldingOptions, scratch: string, spool: RowSpool): Promise<FoldedTrial> {
    const state = new ScratchState(scratch);
    try {
      const tree = new MerkleTree();
      let recordedAt = '';
      for await (const page of eventsUpTo(options)) {
        for (const { leaf, position } of page) {
          const record = recordOf(leaf);
          tree.append(leaf);
          state.apply({ record, position, bytes: leaf.byteLength });
          ({ recordedAt } = record.metadata);
        }
        options.progress?.({ step: 'events', done: tree.size, of: options.position + 1 });
      }
      return new FoldedTrial(state, { root: toHex(tree.root()), recordedAt }, options, spool);
    } catch (error) {
      state.close();
      throw error;
    }
  }

  *subjects(): Generator<Subject> {
    for (const [patient, state] of this.#state.patients()) {
      this.#options.signal?.throwIfAborted();
      const subject = subjectOf(patient, state, this.context);
      if (subject !== undefined) yield subject;
    }
  }

  async *records(): AsyncGenerator<PlacedRecord> {
    for await (const page of eventsUpTo(this.#options))
      for (const { leaf, position } of page) yield { position, record: recordOf(leaf) };
  }

  rows(table: string): AsyncIterable<Row> {
    return this.#spool.rows(table);
  }

  count(table: string): number {
    return this.#spool.count(table);
  }

  [Symbol.dispose](): void {
    this.#state.close();
  }
}
