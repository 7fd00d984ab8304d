import { dateAt } from '@bali/protocol';
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
import { UnknownEvent, valueAt } from '@bali/schema';
import { type CellEntry, cellsOf, type CellTherapyState, entryOf, withCorrectedValue } from './cell-therapy-state.js';
import { cellTherapyDefinition, type CellTherapyEventType } from './events/cell-events.js';
import type { CellCorrectionEvent } from './events/correction-events.js';
import { RULES } from './rules/all-rules.js';
import type { CellTherapyContext } from './rules/rule.js';
import { cellTherapyRefusal } from './refusals.js';
import { verdictOf } from './verdict.js';

/** One value of what the unit recorded of a patient is put right. */
export interface CorrectCellData {
  readonly type: 'CorrectCellData';
  readonly patient: string;
  readonly data: CorrectionRequest;
}

/**
 * What may not be changed afterwards: whose cells they are, what stands on a container, what was read off it, which kind of
 * product it is, what was computed, and the moment of the release, which stands in the trial ledger too. If one of these is wrong,
 * something has gone wrong with the cells and not only with the record: that is a deviation.
 */
const NOT_CORRECTABLE: Readonly<Record<CellTherapyEventType, readonly string[]>> = {
  HarvestReceived: ['/label', '/read'],
  CellsSeparated: ['/concentrate'],
  CellsCounted: [],
  ProductPrepared: ['/syringe', '/composition/of'],
  QualityControlled: ['/verdict'],
  ProductReleasedFromUnit: ['/releasedAt', '/read', '/request'],
  ProductReleaseGivenUp: ['/givenUpAt', '/syringe', '/givenUp'],
  CellsImplanted: ['/syringe'],
  CellsCryoConserved: [],
  CellsThawed: ['/container'],
  CellsUsed: ['/container', '/read'],
  CellsDiscarded: ['/container'],
  DeviationRecorded: [],
  ProgenitorsMeasured: [],
  ProteinMeasured: [],
  MessengerRnaMeasured: [],
  AngiogenesisMeasured: [],
};

const UNIT_RULES: CorrectionRules = {
  definitionOf: (type) => {
    const definition = cellTherapyDefinition(type);
    if (definition === undefined) throw new UnknownEvent(type, 1);
    return definition;
  },
  isFrozen: ({ type, data }, _, changed) => {
    const frozen = ['/patient', ...NOT_CORRECTABLE[type as CellTherapyEventType]];
    const isChanged = (pointer: string) => !sameValue(valueAt(data, pointer), valueAt(changed, pointer));
    return frozen.some(isChanged) || !sameValue(labelsIn(data), labelsIn(changed));
  },
};

/** What stands on the cryo-containers of a record. */
function labelsIn(data: unknown): readonly unknown[] {
  const containers = valueAt(data, '/containers');
  return Array.isArray(containers) ? containers.map((one) => valueAt(one, '/label') ?? null) : [];
}

/** The correction of one value, if the patient's record is no less consistent with it than it was before. */
export function decideCellCorrection(
  { patient, data: request }: CorrectCellData,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellCorrectionEvent> {
  const cells = cellsOf(state, patient);
  const correction = decideCorrection(cells, request, context, UNIT_RULES);
  if ('code' in correction) return { refusal: correction };
  const { correctedEvent } = request;
  const after = withCorrectedValue(cells, request);
  const refused = newContradiction({ cells, after, correctedEvent, state, patient }, context);
  if (refused !== undefined) return { refusal: { ...refused, field: '/newValue' } };
  const corrections = [correction, ...recomputed(after, correctedEvent)];
  if (isOwnControlMadeConform(cells, corrections, context)) {
    const sentence =
      'Who controlled a product does not alone make it conform: somebody else of the unit corrects that.';
    return { refusal: cellTherapyRefusal('second-person-needed', sentence, '/correctedEvent') };
  }
  return {
    events: corrections.map(({ data }) => ({ type: 'CellDataCorrected', data: { ...data, patient } })),
  };
}

/** Whether the verdict of a quality control turns to the better, by whoever made that control. */
function isOwnControlMadeConform(
  cells: readonly CellEntry[],
  corrections: readonly CorrectionEvent[],
  { by }: CellTherapyContext,
): boolean {
  const isMadeConform = corrections.some(({ data }) => data.field === '/verdict' && data.newValue === 'conform');
  return isMadeConform && entryOf(cells, 'QualityControlled')?.recordedByUserId === by;
}

interface Change {
  readonly cells: readonly CellEntry[];
  readonly after: readonly CellEntry[];
  readonly correctedEvent: string;
  readonly state: CellTherapyState;
  readonly patient: string;
}

interface Contradiction {
  readonly entry: string;
  readonly refusal: Refusal;
}

/**
 * The first contradiction that a correction brings. That a product was not conform is never refused because it was released
 * meanwhile: what was found has to be documented, and what was done with it is then for all who may know to see.
 */
function newContradiction(change: Change, context: CellTherapyContext): Refusal | undefined {
  const { cells, after, correctedEvent } = change;
  const known = new Set(contradictions(cells, change, context).map(nameOf));
  const found = contradictions(withVerdict(after), change, context);
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
  { state, patient }: Change,
  context: CellTherapyContext,
): readonly Contradiction[] {
  const today = dateAt(context.now, context.facts.timeZone);
  return cells.flatMap((entry, place) => {
    const before = cells.slice(0, place);
    const patients = new Map(state.patients).set(patient, before);
    const situation = { ...context, today, cells: before, state: { ...state, patients } };
    return RULES.flatMap((rule) => {
      const refused = rule(entry, situation);
      return refused === undefined ? [] : [{ entry: entry.id, refusal: refused }];
    });
  });
}

function withVerdict(cells: readonly CellEntry[]): readonly CellEntry[] {
  return cells.map((entry) =>
    entry.type === 'QualityControlled' ? { ...entry, data: { ...entry.data, verdict: verdictOf(entry.data) } } : entry,
  );
}

/** When an answer of the quality control was corrected, the verdict is corrected along with it. */
function recomputed(cells: readonly CellEntry[], correctedEvent: string) {
  const control = entryOf(cells, 'QualityControlled');
  if (control?.id !== correctedEvent) return [];
  const verdict = verdictOf(control.data);
  return verdict === control.data.verdict ? [] : [correctionOf(control, '/verdict', verdict, true)];
}
