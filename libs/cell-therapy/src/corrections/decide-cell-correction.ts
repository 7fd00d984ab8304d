import { valueAt } from '@bali/schema';
import {
  correctedTwice,
  correctionOf,
  type CorrectionEvent,
  type CorrectionRequest,
  type CorrectionRules,
  type CorrectionsRequest,
  type Decision,
  decideCorrection,
  type Refusal,
  refusedAt,
  sameValue,
} from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import { type CellEntry, cellsOf, type CellTherapyState, everythingOf } from '../unit/cell-record.js';
import { withCorrectedValue } from '../unit/evolve-cell-therapy.js';
import type { CellTherapyContext } from '../unit/rule.js';
import type { CellCorrectionEvent } from './cell-data-corrected.js';
import { computedOf, contradictionsIn, definitionOf } from './consistency.js';
import { labelsAlong } from './labels-along.js';

/** Values of what the unit recorded of a patient are put right: one, or several that are judged and stored together. */
export interface CorrectCellData {
  readonly type: 'CorrectCellData';
  readonly patient: string;
  readonly data: CorrectionsRequest;
}

/**
 * What may not be changed afterwards (`notCorrectable`): whose cells they are, which container something happened to, what was read
 * off it, what was computed, and the moment of the release, which stands in the trial ledger too. Where one of these is wrong in
 * the record, the entry is annulled and recorded anew; where something has gone wrong with the cells, that is a deviation.
 */
const UNIT_RULES: CorrectionRules = {
  definitionOf,
  isFrozen: ({ type, data }, _, changed) =>
    definitionOf(type).notCorrectable.some((place) => !sameValue(valueAt(data, place), valueAt(changed, place))),
};

/** The records of a patient after corrections, and the events that say so. */
interface Corrected {
  readonly cells: readonly CellEntry[];
  readonly corrections: readonly CorrectionEvent[];
}

/** The correction of one value or several, if the patient's record is no less consistent with all of them than it was before. */
export function decideCellCorrection(
  { patient, data: { also = [], ...first } }: CorrectCellData,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellCorrectionEvent> {
  const requests = [first, ...also];
  const cells = cellsOf(state, patient);
  const struck = everythingOf(state, patient).filter(({ annulledBy }) => annulledBy !== undefined);
  const entered = correctedTwice(requests) ?? entries(requests, { cells, struck }, context);
  if ('code' in entered) return { refusal: entered };
  const named = labelsAlong(requests, cells, entered.cells).reduce(corrects, entered);
  const corrected = [...new Set(requests.map(({ correctedEvent }) => correctedEvent))];
  const [contradiction] = contradictionsIn({ cells, after: named.cells, corrected, state }, context);
  if (contradiction !== undefined) {
    const place = requests.findIndex(({ correctedEvent }) => correctedEvent === contradiction.entry);
    return { refusal: refusedAt(Math.max(0, place), { ...contradiction.refusal, field: '/newValue' }) };
  }
  const { corrections } = corrected.flatMap((id) => recomputed(named.cells, id, context)).reduce(corrects, named);
  const alone = refusedAlone(cells, corrections, context);
  if (alone !== undefined) return { refusal: alone };
  return { events: corrections.map(({ data }) => ({ type: 'CellDataCorrected', data: { ...data, patient } })) };
}

/** What was asked for, one value after the other. */
function entries(
  requests: readonly CorrectionRequest[],
  { cells, struck }: { readonly cells: readonly CellEntry[]; readonly struck: readonly CellEntry[] },
  context: CellTherapyContext,
): Corrected | Refusal {
  let corrected: Corrected = { cells, corrections: [] };
  for (const [place, request] of requests.entries()) {
    const correction = decideCorrection({ entries: corrected.cells, struck }, request, context, UNIT_RULES);
    if ('code' in correction) return refusedAt(place, correction);
    corrected = corrects(corrected, correction);
  }
  return corrected;
}

function corrects({ cells, corrections }: Corrected, correction: CorrectionEvent): Corrected {
  return { cells: withCorrectedValue(cells, correction.data), corrections: [...corrections, correction] };
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
