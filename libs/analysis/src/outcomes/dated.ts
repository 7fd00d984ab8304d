import {
  type CalendarDate,
  type DatePrecision,
  middleDay,
  type PartialDate,
  possibleDaysWithin,
  precisionOf,
} from '@bali/protocol';
import {
  all,
  contactsOf,
  dayAt,
  type Limb,
  type PatientEntry,
  type PatientState,
  randomizationDate,
  tellsOf,
} from '@bali/trial';
import type { Imputation, OutcomeContext } from './definitions.js';

/** Something that happened to a patient, on the day that an analysis takes it for. */
export interface Dated {
  readonly on: CalendarDate;
  /** How far the day is known. */
  readonly precision: DatePrecision;
  /** The id of the record that says so. */
  readonly record: string;
}

/**
 * The day of what is known in part: within its possible days, those are left out that cannot be, since the patient was seen
 * without it, had died, or it was not recorded yet.
 */
export function dated(
  entry: Pick<PatientEntry, 'id' | 'recordedAt'>,
  date: PartialDate,
  bounds: { readonly from: CalendarDate | undefined; readonly until: CalendarDate | undefined },
  { timeZone, asOf }: OutcomeContext,
  imputation: Imputation,
): Dated {
  const ends = [bounds.until, dayAt(entry.recordedAt, timeZone), asOf].filter((day) => day !== undefined);
  const possible = possibleDaysWithin(date, { from: bounds.from, until: ends.toSorted()[0] });
  const on = imputation === 'middle' ? middleDay(possible) : possible[imputation];
  return { on, precision: precisionOf(date), record: entry.id };
}

/** The patient's death, if it is recorded. */
export function deathOf(state: PatientState, context: OutcomeContext, imputation: Imputation): Dated | undefined {
  const death = all(state, 'Died').at(-1);
  if (death === undefined) return undefined;
  const from = lastKnown(state, context)?.on;
  return dated(death, death.data.diedOn, { from, until: undefined }, context, imputation);
}

/**
 * The last day on which the patient is known to be alive, with the record that says so.
 * @param limbs of which it has to be known on that day, too, whether they were amputated; default: of none
 */
export function lastKnown(
  state: PatientState,
  context: OutcomeContext,
  limbs: readonly Limb[] = [],
): Pick<Dated, 'on' | 'record'> | undefined {
  const days = [
    ...treatmentDays(state, context),
    ...contactsOf(state)
      .filter((contact) => contact.vitalStatus === 'alive' && limbs.every((limb) => tellsOf(contact, limb)))
      .map(({ on, id }) => ({ on, record: id })),
    // Who lost sight of the patient says when the last contact was, and nothing of the limbs.
    ...(limbs.length > 0 ? [] : all(state, 'LostToFollowUp')).map(({ id, data, recordedAt }) => ({
      on: dated({ id, recordedAt }, data.lastContactOn, { from: undefined, until: undefined }, context, 'first').on,
      record: id,
    })),
  ];
  return days.toSorted((one, other) => (one.on < other.on ? -1 : Number(one.on > other.on))).at(-1);
}

/** Whoever is randomized, harvested or implanted is there, with both limbs as the baseline says. */
function treatmentDays(state: PatientState, { timeZone }: OutcomeContext): readonly Pick<Dated, 'on' | 'record'>[] {
  const randomized = all(state, 'Randomized')[0];
  const randomizedOn = randomizationDate(state, timeZone);
  return [
    ...(randomized === undefined || randomizedOn === undefined ? [] : [{ on: randomizedOn, record: randomized.id }]),
    ...all(state, 'Harvested').map(({ id, data }) => ({ on: dayAt(data.harvestedAt, timeZone), record: id })),
    ...all(state, 'Implanted').map(({ id, data }) => ({ on: dayAt(data.implantedAt, timeZone), record: id })),
  ];
}
