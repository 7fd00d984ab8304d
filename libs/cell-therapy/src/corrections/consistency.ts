import { REGISTERED_UNIT_LIMITS } from '@bali/protocol';
import { UnknownEvent } from '@bali/schema';
import type { Refusal } from '@bali/trial';
import { CELL_THERAPY_EVENTS, isCellTherapyEvent } from '../unit/cell-events.js';
import type { CellEntry, CellTherapyState } from '../unit/cell-record.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';
import { harvestOf, refusalsOf, situationAfter } from '../unit/refusals-of.js';
import type { CellTherapyContext } from '../unit/rule.js';

/** @throws UnknownEvent */
export function definitionOf(type: string): CellEventDefinition {
  if (!isCellTherapyEvent(type)) throw new UnknownEvent(type, 1);
  return CELL_THERAPY_EVENTS[type];
}

/** A patient's records before and after something is put right. */
export interface Change {
  readonly cells: readonly CellEntry[];
  readonly after: readonly CellEntry[];
  /** The entries that are put right. */
  readonly corrected: readonly string[];
  readonly state: CellTherapyState;
}

/** A rule that an entry does not keep. */
export interface Contradiction {
  readonly entry: string;
  readonly refusal: Refusal;
}

/**
 * The contradictions that something put right brings, in the order of the records. That a product was not conform is never refused
 * because it was released meanwhile: what was found has to be documented, and what was done with it is then for all who may know to see.
 */
export function contradictionsIn(change: Change, context: CellTherapyContext): readonly Contradiction[] {
  const { cells, after, corrected } = change;
  const known = new Set(contradictions(cells, change, context).map(nameOf));
  const found = contradictions(after.map(withComputed(context)), change, context);
  return found.filter(
    (one) => !known.has(nameOf(one)) && !(one.refusal.code === 'quality-not-conform' && !corrected.includes(one.entry)),
  );
}

function nameOf({ entry, refusal: { code } }: Contradiction): string {
  return `${entry} ${code}`;
}

/** Every record of the patient, held to the rules as if it were made now after those before it. */
function contradictions(
  cells: readonly CellEntry[],
  { state }: Change,
  context: CellTherapyContext,
): readonly Contradiction[] {
  const inVain = beganInVain(cells);
  return cells.flatMap((entry, place) => {
    if (inVain.has(entry.id)) return [];
    const before = cells.slice(0, place);
    const situation = situationAfter(entry, { cells: before, state }, context);
    return [...refusalsOf(entry, situation)].map((refusal) => ({ entry: entry.id, refusal }));
  });
}

/** What the trial ledger refused, by the ids of the entries: it holds up nothing. */
export function beganInVain(cells: readonly CellEntry[]): ReadonlySet<string> {
  const givenUp = new Set(cells.flatMap(({ data }) => ('givenUp' in data ? [data.givenUp.commandId] : [])));
  return new Set(
    cells.flatMap(({ id, data }) => ('request' in data && givenUp.has(data.request.commandId) ? [id] : [])),
  );
}

function withComputed(context: CellTherapyContext) {
  return (entry: CellEntry, place: number, cells: readonly CellEntry[]): CellEntry => {
    const computed = computedOf(entry, cells.slice(0, place), context);
    return { ...entry, data: { ...entry.data, ...computed } } as unknown as CellEntry;
  };
}

/** By the limits of the protocol that were in force on the day of its harvest, however late it is corrected. */
export function computedOf(entry: CellEntry, before: readonly CellEntry[], { facts }: CellTherapyContext): object {
  const { limits = REGISTERED_UNIT_LIMITS } = harvestOf(entry, before, facts) ?? {};
  return definitionOf(entry.type).computed?.from(entry.data as never, limits) ?? {};
}
