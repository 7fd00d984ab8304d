import { listed } from '@bali/schema';
import { type Decision, type Refusal, refusal } from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import { type CellEntry, cellsOf, type CellTherapyState, everythingOf } from '../unit/cell-record.js';
import { happenedWhen } from '../unit/happened.js';
import type { CellTherapyContext } from '../unit/rule.js';
import { type CellAnnulmentEvent, MAX_CELL_ENTRIES_ANNULLED } from './cell-entries-annulled.js';
import { beganInVain, contradictionsIn, definitionOf } from './consistency.js';

/** What the unit recorded in the sealed ledger alone is taken out, all of it or nothing. */
export interface AnnulCellEntries {
  readonly type: 'AnnulCellEntries';
  readonly patient: string;
  /** Ids of the entries. */
  readonly data: { readonly entries: readonly string[] };
}

/**
 * The annulment of what the unit entered for the wrong patient, twice, or what did not happen. The trial ledger has nothing of it, so
 * that no site can feel it; what stands in both ledgers is annulled in both (`decideUnitAnnulment`).
 */
export function decideCellAnnulment(
  { patient, data: { entries: ids } }: AnnulCellEntries,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellAnnulmentEvent> {
  const refused = unexplained(context) ?? notSoMany(ids) ?? firstRefused(ids, everythingOf(state, patient), context);
  if (refused !== undefined) return { refusal: refused };
  const cells = cellsOf(state, patient);
  const after = cells.filter(({ id }) => !ids.includes(id));
  const contradicting = new Set(
    contradictionsIn({ cells, after, corrected: [], state }, context).map(({ entry }) => entry),
  );
  const needing = after.filter(({ id }) => contradicting.has(id));
  if (needing.length > 0) return { refusal: refusedByNeeding(needing) };
  const annulled = cells.filter(({ id }) => ids.includes(id)).map(({ id: entry, type }) => ({ entry, type }));
  return { events: [{ type: 'CellEntriesAnnulled', data: { patient, annulled } }] };
}

function unexplained({ reason }: CellTherapyContext): Refusal | undefined {
  return reason === undefined ? refusal('reason-missing', 'An annulment needs a reason.', '/reason') : undefined;
}

function notSoMany(ids: readonly string[]): Refusal | undefined {
  const isPossible = ids.length > 0 && ids.length <= MAX_CELL_ENTRIES_ANNULLED && new Set(ids).size === ids.length;
  if (isPossible) return undefined;
  return refusal('invalid-value', `Name 1 to ${MAX_CELL_ENTRIES_ANNULLED} entries, each of them once.`, '/entries');
}

function firstRefused(
  ids: readonly string[],
  all: readonly CellEntry[],
  context: CellTherapyContext,
): Refusal | undefined {
  const inVain = beganInVain(all);
  for (const [place, id] of ids.entries()) {
    const entry = all.find((one) => one.id === id);
    const refused = refusedOne(entry, inVain.has(id), context);
    if (refused !== undefined) return { ...refused, field: `/entries/${place}` };
  }
  return undefined;
}

function refusedOne(
  entry: CellEntry | undefined,
  isInVain: boolean,
  { by = '', otherAccounts = [] }: CellTherapyContext,
): Refusal | undefined {
  if (entry === undefined) return refusal('event-unknown', 'The unit has no such entry of this patient.');
  if (entry.annulledBy !== undefined) {
    return refusal('already-annulled', 'This entry is annulled already. What is true is recorded anew.');
  }
  // What the trial ledger refused is not in it: there it cannot be annulled.
  if (!isInVain && isInBothLedgers(entry)) return refusal('never-annulled', IN_BOTH);
  // Who found that cells or a product fail does not take that out alone, as it is with a correction.
  const isFailed = 'verdict' in entry.data && entry.data.verdict !== 'conform';
  if (!isFailed || ![by, ...otherAccounts].includes(entry.recordedByUserId)) return undefined;
  return cellTherapyRefusal('second-person-needed', definitionOf(entry.type).secondPerson?.sentence ?? '');
}

const IN_BOTH =
  'It stands in the trial ledger, too, or the software recorded it. Annul what the unit entered there: a release, its withdrawal or ' +
  'an alert is annulled with the annulments of the patient’s record, and this entry counts no more.';

/** What was begun here and finished in the trial ledger, and what the software noted of that. */
function isInBothLedgers({ type, data }: CellEntry): boolean {
  return definitionOf(type).command === undefined || 'request' in data;
}

function refusedByNeeding(needing: readonly CellEntry[]): Refusal {
  const which = listed(needing.map((entry) => `${named(entry)} of ${happenedWhen(entry)} (${entry.id})`));
  const wayOut = needing.some(isInBothLedgers)
    ? 'Annul first what stands in the trial ledger, too, with the annulments of the patient’s record, and the others in the same ' +
      'command; or correct the values that are wrong, labels among them.'
    : 'Annul these in the same command.';
  return refusal('needed-by-others', `${which} cannot stand without what is to be annulled. ${wayOut}`, '/entries');
}

function named({ type }: CellEntry): string {
  return `“${definitionOf(type).about}”`;
}
