import { CLOCK_SKEW_MINUTES, compareInstants, dateAt, futureInWords, isInTheFuture } from '@bali/protocol';
import { offTheDayOfTheHarvest, type Refusal, refusal } from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyEvent, CellTherapyEventType } from './cell-events.js';
import { type CellEntry, entriesOf, entryOf, receptionsIn } from './cell-record.js';
import type { CourseRule } from './course-rule.js';
import type { CellEventDefinition, CellStep } from './define-cell-event.js';
import { happenedWhen, occurrenceOf } from './happened.js';
import { isAwaited, stands } from './harvests-received.js';
import type { Situation } from './rule.js';

/** In which order the unit works, and when. */
export const SEQUENCE_RULES: readonly CourseRule[] = [
  { says: 'The patient is randomized, and the bone marrow is harvested.', refuses: patientNotHarvested },
  { says: 'A step that is recorded once for a harvest is not recorded yet.', refuses: recordedBefore },
  { says: 'The steps before it are recorded.', refuses: stepMissing },
  {
    says: `It is not in the future; a clock may be ${CLOCK_SKEW_MINUTES} minutes ahead of the server's.`,
    refuses: inTheFuture,
  },
  { says: 'It is neither before the harvest nor before the step that it follows.', refuses: beforeItsStep },
  { says: 'A step of the day of the harvest is on that day, in the site’s time zone.', refuses: onAnotherDay },
];

function patientNotHarvested({ type }: CellTherapyEvent, { facts }: Situation): Refusal | undefined {
  if (facts.arm === undefined) return refusal('not-randomized', 'The patient has to be randomized first.');
  // What was received of a harvest that is annulled since is there, and what becomes of it is recorded.
  const harvests = type === 'HarvestReceived' ? facts.harvests.filter(stands) : facts.harvests;
  if (harvests.length === 0) return refusal('not-harvested', 'The bone marrow has to be harvested first.');
  return undefined;
}

function recordedBefore(
  event: CellTherapyEvent,
  { cells, facts, harvest }: Situation,
  { once }: CellEventDefinition,
): Refusal | undefined {
  const isRecorded =
    event.type === 'HarvestReceived'
      ? receptionsIn(cells) > 0 && !isAwaited(event.data.receivedAt, entriesOf(cells, 'HarvestReceived'), facts)
      : entryOf(cells, event.type) !== undefined;
  if (!once || !isRecorded) return undefined;
  const day = harvest === undefined ? '' : ` of ${dateAt(harvest.harvestedAt, facts.timeZone)}`;
  const sentence = `This step is recorded already for the harvest${day}: correct what is wrong in it. Nothing is made twice of one harvest.`;
  return cellTherapyRefusal('unit-step-already-recorded', sentence);
}

function stepMissing(_: CellTherapyEvent, { cells }: Situation, { needs }: CellEventDefinition): Refusal | undefined {
  const missing = needs.find((step) => entryOfStep(cells, step) === undefined);
  if (missing === undefined) return undefined;
  if (missing.whenMissing === undefined) throw new Error(`it is not said what is refused without ${missing.type}`);
  return cellTherapyRefusal('unit-step-missing', missing.whenMissing);
}

function entryOfStep(cells: readonly CellEntry[], { type }: CellStep): CellEntry | undefined {
  return entryOf(cells, type as CellTherapyEventType);
}

function inTheFuture(event: CellTherapyEvent, { now, today }: Situation): Refusal | undefined {
  const { when, whenField } = occurrenceOf(event);
  if (!isInTheFuture(when, now, today)) return undefined;
  return refusal('in-the-future', futureInWords(when, now), whenField);
}

function beforeItsStep(
  event: CellTherapyEvent,
  { cells, facts, harvest }: Situation,
  { needs }: CellEventDefinition,
): Refusal | undefined {
  const { when, whenField } = occurrenceOf(event);
  const earlier = needs.map((step) => entryOfStep(cells, step)).findLast((entry) => entry !== undefined);
  const since = earlier === undefined ? harvest?.harvestedAt : happenedWhen(earlier);
  if (since === undefined) return undefined;
  const isBefore = when.includes('T') ? compareInstants(when, since) < 0 : when < dateAt(since, facts.timeZone);
  if (!isBefore) return undefined;
  return refusal('out-of-order', `${when} is before ${since}, when the step before was taken.`, whenField);
}

function onAnotherDay(
  event: CellTherapyEvent,
  { facts: { timeZone }, harvest }: Situation,
  { onTheDayOfTheHarvest }: CellEventDefinition,
): Refusal | undefined {
  if (!onTheDayOfTheHarvest || harvest === undefined) return undefined;
  const { when, whenField } = occurrenceOf(event);
  const harvestedOn = dateAt(harvest.harvestedAt, timeZone);
  return offTheDayOfTheHarvest({ on: dateAt(when, timeZone), harvestedOn, timeZone }, whenField);
}
