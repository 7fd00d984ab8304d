import { REGISTERED_UNIT_LIMITS } from '@bali/protocol';
import { UnknownEvent, valueAt } from '@bali/schema';
import {
  correctionOf,
  type CorrectionEvent,
  type CorrectionRequest,
  type CorrectionRules,
  type Decision,
  decideCorrection,
  type Refusal,
  sameValue,
} from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import { CELL_THERAPY_EVENTS, isCellTherapyEvent } from '../unit/cell-events.js';
import { type CellEntry, cellsOf, type CellTherapyState } from '../unit/cell-record.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';
import { withCorrectedValue } from '../unit/evolve-cell-therapy.js';
import { harvestOf, refusalsOf, situationAfter } from '../unit/refusals-of.js';
import type { CellTherapyContext } from '../unit/rule.js';
import type { CellCorrectionEvent } from './cell-data-corrected.js';

/** One value of what the unit recorded of a patient is put right. */
export interface CorrectCellData {
  readonly type: 'CorrectCellData';
  readonly patient: string;
  readonly data: CorrectionRequest;
}

/** @throws UnknownEvent */
function definitionOf(type: string): CellEventDefinition {
  if (!isCellTherapyEvent(type)) throw new UnknownEvent(type, 1);
  return CELL_THERAPY_EVENTS[type];
}

/**
 * What may not be changed afterwards (`notCorrectable`): whose cells they are, what stands on a container, what was read off it,
 * which kind of product it is, what was computed, and the moment of the release, which stands in the trial ledger too. If one
 * of these is wrong, something has gone wrong with the cells and not only with the record: that is a deviation.
 */
const UNIT_RULES: CorrectionRules = {
  definitionOf,
  isFrozen: ({ type, data }, _, changed) =>
    definitionOf(type).notCorrectable.some((place) => !sameValue(valuesAt(data, place), valuesAt(changed, place))),
};

/** The values at a JSON pointer in which `*` stands for each item of a list. */
function valuesAt(value: unknown, place: string): readonly unknown[] {
  const [list = '', inItem] = place.split('/*');
  if (inItem === undefined) return [valueAt(value, place) ?? null];
  const items = valueAt(value, list);
  return Array.isArray(items) ? items.map((item) => valueAt(item, inItem) ?? null) : [];
}

/** The correction of one value, if the patient's record is no less consistent with it than it was before. */
export function decideCellCorrection(
  { patient, data: request }: CorrectCellData,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellCorrectionEvent> {
  const cells = cellsOf(state, patient);
  const correction = decideCorrection({ entries: cells }, request, context, UNIT_RULES);
  if ('code' in correction) return { refusal: correction };
  const { correctedEvent } = request;
  const after = withCorrectedValue(cells, request);
  const change = { cells, after, correctedEvent, state };
  const refused = contradictionIn(change, context);
  if (refused !== undefined) return { refusal: { ...refused, field: '/newValue' } };
  const corrections = [correction, ...recomputed(after, correctedEvent, context)];
  const alone = refusedAlone(cells, corrections, context);
  if (alone !== undefined) return { refusal: alone };
  return {
    events: corrections.map(({ data }) => ({ type: 'CellDataCorrected', data: { ...data, patient } })),
  };
}

/** Why whoever recorded an entry may not make these corrections of it alone. */
function refusedAlone(
  cells: readonly CellEntry[],
  corrections: readonly CorrectionEvent[],
  { by = '', otherAccounts = [] }: CellTherapyContext,
): Refusal | undefined {
  const own = [by, ...otherAccounts];
  for (const { data } of corrections) {
    const entry = cells.find(({ id }) => id === data.correctedEvent);
    const { secondPerson } = definitionOf(data.correctedType);
    if (secondPerson?.isNeededFor(data) === true && entry !== undefined && own.includes(entry.recordedByUserId)) {
      return cellTherapyRefusal('second-person-needed', secondPerson.sentence, '/correctedEvent');
    }
  }
  return undefined;
}

interface Change {
  readonly cells: readonly CellEntry[];
  readonly after: readonly CellEntry[];
  readonly correctedEvent: string;
  readonly state: CellTherapyState;
}

interface Contradiction {
  readonly entry: string;
  readonly refusal: Refusal;
}

/**
 * The first contradiction that a correction brings. That a product was not conform is never refused because it was released
 * meanwhile: what was found has to be documented, and what was done with it is then for all who may know to see.
 */
export function contradictionIn(change: Change, context: CellTherapyContext): Refusal | undefined {
  const { cells, after, correctedEvent } = change;
  const known = new Set(contradictions(cells, change, context).map(nameOf));
  const found = contradictions(after.map(withComputed(context)), change, context);
  return found.find(
    (one) => !known.has(nameOf(one)) && !(one.refusal.code === 'quality-not-conform' && one.entry !== correctedEvent),
  )?.refusal;
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
  return cells.flatMap((entry, place) => {
    const before = cells.slice(0, place);
    const situation = situationAfter(entry, { cells: before, state }, context);
    return [...refusalsOf(entry, situation)].map((refusal) => ({ entry: entry.id, refusal }));
  });
}

function withComputed(context: CellTherapyContext) {
  return (entry: CellEntry, place: number, cells: readonly CellEntry[]): CellEntry => {
    const computed = computedOf(entry, cells.slice(0, place), context);
    return { ...entry, data: { ...entry.data, ...computed } } as unknown as CellEntry;
  };
}

/** By the limits of the protocol that were in force on the day of its harvest, however late it is corrected. */
function computedOf(entry: CellEntry, before: readonly CellEntry[], { facts }: CellTherapyContext): object {
  const { limits = REGISTERED_UNIT_LIMITS } = harvestOf(entry, before, facts) ?? {};
  return definitionOf(entry.type).computed?.from(entry.data as never, limits) ?? {};
}

/** What the software had computed from an entry's own values is corrected along with them. */
function recomputed(
  cells: readonly CellEntry[],
  correctedEvent: string,
  context: CellTherapyContext,
): readonly CorrectionEvent[] {
  const place = cells.findIndex(({ id }) => id === correctedEvent);
  const entry = cells[place];
  if (entry === undefined) return [];
  return Object.entries(computedOf(entry, cells.slice(0, place), context)).flatMap(
    ([name, value]: [string, unknown]) =>
      sameValue(valueAt(entry.data, `/${name}`), value) ? [] : [correctionOf(entry, `/${name}`, value, true)],
  );
}
