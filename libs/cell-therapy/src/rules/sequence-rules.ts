import { compareInstants, dateAt } from '@bali/protocol';
import { type Refusal, refusal } from '@bali/trial';
import { type CellEntry, entryOf, happenedWhen, whenField } from '../cell-therapy-state.js';
import type { CellTherapyEvent, CellTherapyEventType } from '../events/cell-events.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule, Situation } from './rule.js';

export const SEQUENCE_RULES: readonly Rule[] = [
  patientIsHarvested,
  recordedOnce,
  afterItsStep,
  notInTheFuture,
  inOrder,
  onTheDayOfTheHarvest,
];

/** The order of the day of the harvest, the same for every patient: each step needs those before it. */
const STEPS_OF_THE_DAY: readonly (readonly [type: CellTherapyEventType, what: string])[] = [
  ['HarvestReceived', 'The harvest has to be received first.'],
  ['CellsSeparated', 'The cells have to be separated first.'],
  ['CellsCounted', 'The cells have to be counted first.'],
  ['ProductPrepared', 'The product has to be prepared first.'],
  ['QualityControlled', 'The product has to be controlled first.'],
  ['ProductReleasedFromUnit', 'The product has to be released first.'],
];

const ONCE: ReadonlySet<CellTherapyEventType> = new Set([
  ...STEPS_OF_THE_DAY.map(([type]) => type),
  'CellsImplanted',
  'CellsCryoConserved',
]);

/** The last step of the day that has to be taken before; the steps of the day need all before themselves. */
const NEEDS: Partial<Record<CellTherapyEventType, CellTherapyEventType>> = {
  CellsImplanted: 'ProductReleasedFromUnit',
  CellsCryoConserved: 'ProductReleasedFromUnit',
  CellsThawed: 'HarvestReceived',
  CellsUsed: 'HarvestReceived',
  CellsDiscarded: 'HarvestReceived',
};

function patientIsHarvested(_: CellTherapyEvent, { facts }: Situation): Refusal | undefined {
  if (facts.arm === undefined) return refusal('not-randomized', 'The patient has to be randomized first.');
  if (facts.harvestedAt === undefined) return refusal('not-harvested', 'The bone marrow has to be harvested first.');
  return undefined;
}

function recordedOnce({ type }: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  if (!ONCE.has(type) || entryOf(cells, type) === undefined) return undefined;
  return cellTherapyRefusal('unit-step-already-recorded', 'This step is recorded already for this patient.');
}

function afterItsStep({ type }: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  const missing = stepsBefore(type).find(([step]) => entryOf(cells, step) === undefined);
  return missing && cellTherapyRefusal('unit-step-missing', missing[1]);
}

function stepsBefore(type: CellTherapyEventType): typeof STEPS_OF_THE_DAY {
  const own = STEPS_OF_THE_DAY.findIndex(([step]) => step === type);
  if (own >= 0) return STEPS_OF_THE_DAY.slice(0, own);
  const last = STEPS_OF_THE_DAY.findIndex(([step]) => step === NEEDS[type]);
  return STEPS_OF_THE_DAY.slice(0, last + 1);
}

function notInTheFuture(event: CellTherapyEvent, { now, today }: Situation): Refusal | undefined {
  const when = happenedWhen(event);
  const isFuture = when.includes('T') ? compareInstants(when, now) > 0 : when > today;
  return isFuture ? refusal('in-the-future', `${when} is in the future.`, whenField(event)) : undefined;
}

/** Nothing happens to the cells before the harvest, nor before the step that it follows. */
function inOrder(event: CellTherapyEvent, { cells, facts }: Situation): Refusal | undefined {
  const when = happenedWhen(event);
  const earlier = latestBefore(event, cells) ?? facts.harvestedAt;
  if (earlier === undefined) return undefined;
  const isBefore = when.includes('T') ? compareInstants(when, earlier) < 0 : when < dateAt(earlier, facts.timeZone);
  if (!isBefore) return undefined;
  return refusal('out-of-order', `${when} is before ${earlier}, when the step before was taken.`, whenField(event));
}

/** When the last step before this one was taken. */
function latestBefore({ type }: CellTherapyEvent, cells: readonly CellEntry[]): string | undefined {
  const before = stepsBefore(type).map(([step]) => entryOf(cells, step));
  return before.flatMap((entry) => (entry === undefined ? [] : [happenedWhen(entry)])).at(-1);
}

function onTheDayOfTheHarvest(event: CellTherapyEvent, { facts }: Situation): Refusal | undefined {
  if (!STEPS_OF_THE_DAY.some(([step]) => step === event.type) || facts.harvestedAt === undefined) return undefined;
  const [harvestedOn, on] = [facts.harvestedAt, happenedWhen(event)].map((when) => dateAt(when, facts.timeZone));
  if (on === harvestedOn) return undefined;
  return refusal(
    'not-the-day-of-the-harvest',
    `The harvest was on ${harvestedOn}, this is on ${on}.`,
    whenField(event),
  );
}
