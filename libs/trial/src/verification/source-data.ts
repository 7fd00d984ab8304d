import { pointersIn, valueAt } from '@bali/schema';
import type { PatientEntry } from '../patient/chart.js';
import { patientEventOf } from '../patient/patient-events.js';

/** What the cell therapy unit enters has its sources there. */
const OF_THE_UNIT = 'release-product';

/** Whether an entry has its source at the site: what somebody entered of a patient, and no signature as such. */
export function isSourceData({ type }: Pick<PatientEntry, 'type'>): boolean {
  const definition = patientEventOf(type);
  if (definition?.changesRecord !== true || definition.command.action === OF_THE_UNIT) return false;
  return definition.signedUnder.every((signed) => 'onlyIf' in signed);
}

/** The fields of an entry that somebody entered, as JSON pointers: each value that has no parts; a list is one value. */
export function enteredFields({ type, data }: Pick<PatientEntry, 'type' | 'data'>): readonly string[] {
  const computed = patientEventOf(type)?.computed?.fields ?? [];
  return pointersIn(data).filter((field) => !computed.includes(field.split('/')[1] ?? ''));
}

/** The entered fields at a place: the one that is there, or, of a group, those in it. None: nothing was entered there. */
export function enteredAt(entry: PatientEntry, place: string): readonly string[] {
  if (valueAt(entry.data, place) === undefined) return [];
  return enteredFields(entry).filter((field) => field === place || field.startsWith(`${place}/`));
}
