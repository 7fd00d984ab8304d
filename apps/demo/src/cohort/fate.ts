import { type CalendarDate, plusDays, plusMonths } from '@bali/protocol';
import type { RandomizedPatient } from './course.js';

/** How a patient's part in the trial ends, or what happens on the way to its planned end. */
export type Fate =
  | 'completed'
  /** Something grows in a culture of what was taken from the patient. */
  | 'completed-with-growth'
  /** The release is withdrawn, and nothing is implanted. */
  | 'recalled'
  /** The release is withdrawn; the product of another harvest is implanted. */
  | 'recalled-and-harvested-again'
  | 'major-amputation'
  | 'died'
  | 'died-after-major-amputation'
  | 'withdrew'
  | 'withdrew-before-harvest'
  | 'lost'
  | 'lost-and-found';

export const FATES: readonly Fate[] = [
  ...Array<Fate>(22).fill('completed'),
  ...Array<Fate>(2).fill('completed-with-growth'),
  ...Array<Fate>(2).fill('recalled'),
  ...Array<Fate>(5).fill('major-amputation'),
  ...Array<Fate>(2).fill('died'),
  'died-after-major-amputation',
  ...Array<Fate>(2).fill('withdrew'),
  'withdrew-before-harvest',
  ...Array<Fate>(2).fill('lost'),
  'lost-and-found',
];

export type Limb = 'left' | 'right';

/** The time during which a patient is seen, and what happens to the treated limb in it. */
export interface Observation {
  /** The day of the implantation, or of the randomization of somebody into whom nothing was implanted. */
  readonly implantedOn: CalendarDate;
  readonly limb: Limb;
  /** The day of the death, of the withdrawal or of the last contact; else the end of the 6 months. */
  readonly endedOn: CalendarDate;
  readonly majorAmputationOn?: CalendarDate;
  /** A visit that falls between is not there: nobody could reach the patient. */
  readonly lostUntil?: CalendarDate;
}

export function observationOf({ fate, chance }: RandomizedPatient, implantedOn: CalendarDate, limb: Limb): Observation {
  const own = chance.for('fate');
  const dayAfter = (min: number, max: number): CalendarDate => plusDays(implantedOn, own.whole(min, max));
  const planned = { implantedOn, limb, endedOn: plusMonths(implantedOn, 6) };
  switch (fate) {
    case 'major-amputation':
      return { ...planned, majorAmputationOn: dayAfter(15, 165) };
    case 'died':
      return { ...planned, endedOn: dayAfter(40, 170) };
    case 'died-after-major-amputation': {
      const majorAmputationOn = dayAfter(20, 70);
      return { ...planned, majorAmputationOn, endedOn: plusDays(majorAmputationOn, own.whole(20, 80)) };
    }
    case 'withdrew':
      return { ...planned, endedOn: dayAfter(45, 150) };
    case 'lost':
      return { ...planned, endedOn: dayAfter(40, 120) };
    case 'lost-and-found':
      return { ...planned, endedOn: dayAfter(40, 60), lostUntil: dayAfter(130, 140) };
    case 'completed':
    case 'completed-with-growth':
    case 'recalled':
    case 'recalled-and-harvested-again':
    case 'withdrew-before-harvest':
      return planned;
  }
}

/** The last day on which something may still be found out about the patient: also by whoever is found again. */
export function seenUntil({ endedOn, lostUntil, implantedOn }: Observation): CalendarDate {
  return lostUntil === undefined ? endedOn : plusMonths(implantedOn, 6);
}
