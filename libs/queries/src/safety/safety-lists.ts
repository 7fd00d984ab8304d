import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, MerkleTree, recordOf, toHex } from '@bali/ledger';
import {
  type AnnualFigures,
  annualFigures,
  type CaseLine,
  caseLinesOf,
  type ProjectionRunner,
  StateInMemory,
} from '@bali/projections';
import { type CalendarDate, type Instant, plusMonths } from '@bali/protocol';
import { currentSite, last, type PatientState } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { QueryRefused } from '../query-refused.js';
import type { FreeTexts } from '../texts/free-texts.js';

/** Events that are folded before others have their turn: some milliseconds of work. */
const EVENTS_AT_ONCE = 64;

export interface ListingRequest extends AtLeast {
  /** The index of the last event that counts. Default: the last one that there is. */
  readonly position?: number;
  readonly site?: string;
  /** Only those that are serious, or only those that are not. */
  readonly serious?: 'yes' | 'no';
}

/** A listing, and what it was made of: anyone who holds a package can make it again. */
export interface ListingView {
  readonly position: number;
  /** Of the tree up to that event, in lower-case hex. */
  readonly root: string;
  /** When that event was recorded. */
  readonly asOf?: Instant;
  readonly lines: readonly CaseLine[];
  /** The words of reports by the hashes that stand for them, as far as the reader may know them. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface AnnualRequest {
  /** The first day of the year. */
  readonly from: CalendarDate;
}

export interface SafetyListsOptions {
  readonly trialLedger: EventStore;
  readonly runner: ProjectionRunner;
  readonly texts: FreeTexts;
  readonly now: Clock;
}

interface Folded {
  readonly position: number;
  readonly root: string;
  readonly asOf: Instant | undefined;
  readonly patients: Readonly<Record<string, PatientState>>;
  readonly reports: readonly LedgerRecord[];
}

/** What safety officers list, as of any event, folded from the leaves of the trial ledger. Nothing in it depends on an arm. */
export class SafetyLists {
  readonly #options: SafetyListsOptions;

  constructor(options: SafetyListsOptions) {
    this.#options = options;
  }

  /** Every adverse event, line by line. @throws QueryRefused; LedgerHeld */
  async lines(person: Person, { site, serious, ...request }: ListingRequest): Promise<ListingView> {
    const { position, root, asOf, patients, reports } = await this.#folded(request);
    const lines = linesOf(patients).filter((line) => {
      const isAsked = serious === undefined || line.isSerious === (serious === 'yes');
      return isAsked && (site === undefined || line.site === site);
    });
    const show = await this.#options.texts.shownTo(person, reports);
    const texts = Object.fromEntries(lines.flatMap(({ term }) => (term === undefined ? [] : [[term, show(term)]])));
    return { position, root, ...(asOf === undefined ? {} : { asOf }), lines, texts };
  }

  /** What the annual safety report counts, of the year that begins on a day. @throws LedgerHeld */
  async annual({ from }: AnnualRequest): Promise<AnnualFigures> {
    const { patients } = await this.#folded({});
    const before = plusMonths(from, 12);
    const implanted = Object.values(patients).filter((state) => {
      const implantedAt = last(state, 'Implanted')?.data.implantedAt;
      return implantedAt !== undefined && implantedAt.slice(0, 10) < before;
    });
    return annualFigures(linesOf(patients), { from, before, patientsExposed: implanted.length });
  }

  async #folded({ position: asked, ...request }: Pick<ListingRequest, 'position' | 'atLeast'>): Promise<Folded> {
    const { trialLedger, runner } = this.#options;
    requireAsWritten(trialLedger);
    await untilApplied(runner, request);
    const end = await trialLedger.lastPosition();
    const position = asked ?? end;
    if (position > end) throw new QueryRefused('beyond-the-end', { detail: `the ledger ends with event ${end}` });
    const state = new StateInMemory();
    const tree = new MerkleTree();
    const reports: LedgerRecord[] = [];
    let asOf: Instant | undefined;
    for await (const page of trialLedger.read(0, EVENTS_AT_ONCE)) {
      for (const { leaf } of page.filter((event) => event.position <= position)) {
        const record = recordOf(leaf);
        tree.append(leaf);
        state.apply(record);
        if (record.type === 'AdverseEventReported') reports.push(record);
        asOf = record.metadata.recordedAt;
      }
      if (tree.size > position) break;
    }
    return { position, root: toHex(tree.root()), asOf, patients: state.state().patients, reports };
  }
}

function linesOf(patients: Folded['patients']): readonly CaseLine[] {
  return Object.entries(patients)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([patient, state]) => {
      const site = currentSite(state);
      return site === undefined ? [] : caseLinesOf(patient, site, state);
    });
}
