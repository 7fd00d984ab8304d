import { plusDays } from '@bali/protocol';
import { type DayOfHarvest, unit } from './cells.js';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { momentAt, plusMinutes, serverTime } from './moments.js';

const NOTHING = { marrow: 'no-growth', concentrate: 'no-growth', blood: 'no-growth', syringe: 'no-growth' };
const GROWN = {
  ...{ ...NOTHING, marrow: 'growth', identifiedAs: 'cutibacterium-acnes' },
  susceptibilities: [{ antimicrobial: 'amoxicillin', result: 'susceptible' }],
  asReported: 'Cutibacterium acnes in both bottles',
};

/** The cultures of every patient, on the same two days; of a few, something grows, and the site acknowledges the alert. */
export function cultureDrafts(patient: RandomizedPatient, { on, timeZone }: DayOfHarvest): readonly Draft[] {
  const own = patient.chance.for('cultures');
  const read = (day: number, found: object): Draft => {
    const readOn = plusDays(on, day);
    const at = serverTime(momentAt(readOn, own.for(`day ${day}`).whole(9 * 60, 12 * 60), timeZone));
    const body = { sterilityRead: { readOn, ...found } };
    return unit(`cultures-of-day-${day}`, at, () => ({ A: body, B: body }));
  };
  if (patient.fate !== 'completed-with-growth') return [read(7, NOTHING), read(14, NOTHING)];
  const grown = read(7, GROWN);
  const acknowledgedAt = plusMinutes(grown.at, own.for('acknowledged').whole(30, 300));
  const acknowledgement: Draft = {
    name: 'acknowledgement',
    at: plusMinutes(acknowledgedAt, 5),
    by: 'investigator',
    path: 'microbiology-alerts/1/acknowledgement',
    body: { acknowledgedAt, action: 'the patient is seen, and has no fever; temperature twice a day' },
  };
  return [grown, acknowledgement, read(14, NOTHING)];
}
