import { type CalendarDate, plusDays } from '@bali/protocol';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { type Limb } from './fate.js';
import { monthOf, officeHour, plusMinutes } from './moments.js';

interface Medicine {
  readonly kind: 'anti-platelet' | 'anticoagulant' | 'analgesic' | 'prostanoid';
  readonly medicine: string;
  readonly regimen?: string;
}

/** What patients with such legs take, with the year since which they know that they do. */
const MEDICINES: readonly [Medicine, ...Medicine[]] = [
  { kind: 'anti-platelet', medicine: 'acetylsalicylic acid', regimen: '75 mg once a day' },
  { kind: 'anticoagulant', medicine: 'warfarin' },
  { kind: 'analgesic', medicine: 'tramadol', regimen: '50 mg as needed' },
  { kind: 'prostanoid', medicine: 'iloprost' },
];

/**
 * The history of a patient as it is asked for on the day after the randomization: since when the leg is ischemic, and what the
 * patient takes. A medicine that was paused for the harvest is taken again after it.
 */
export function historyDrafts(
  { site, chance }: RandomizedPatient,
  randomizedOn: CalendarDate,
  limb: Limb,
  harvestedOn: CalendarDate,
): readonly Draft[] {
  const own = chance.for('history');
  const asked = officeHour(own, plusDays(randomizedOn, 1), site.timeZone);
  const { kind, ...named } = own.pick(MEDICINES);
  const startedOn = String(Number(randomizedOn.slice(0, 4)) - own.whole(1, 9));
  const by = 'study-coordinator';
  const known = { disease: 'critical-limb-ischemia', diagnosedOn: monthOf(plusDays(randomizedOn, -200)), limb };
  const diagnosis: Draft = { name: 'diagnosis', at: asked, by, path: 'diagnoses', body: known };
  const path = 'concomitant-treatments';
  const treatment: Draft = { name: path, at: plusMinutes(asked, 4), by, path, body: { kind, ...named, startedOn } };
  const change = (name: string, days: number, body: object): Draft => {
    const at = officeHour(chance.for(name), plusDays(harvestedOn, days), site.timeZone);
    return { name, at, by, path: `${path}/1/changes`, body: { changedOn: plusDays(harvestedOn, days - 1), ...body } };
  };
  if (kind !== 'anticoagulant') return [diagnosis, treatment];
  return [
    diagnosis,
    treatment,
    change('pause-of-treatment', 2, { change: 'interrupted', why: 'procedure' }),
    change('treatment-again', 9, { change: 'resumed', why: 'planned-end', comment: 'no bleeding' }),
  ];
}
