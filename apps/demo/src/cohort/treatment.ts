import { type CalendarDate, dateAt, plusDays } from '@bali/protocol';
import { indexLimbOf } from './baseline.js';
import { cellDrafts, syringeOf } from './cells.js';
import type { RandomizedPatient } from './course.js';
import { correction, type Draft } from './draft.js';
import type { Limb } from './fate.js';
import { momentAt, officeHour, plusMinutes, serverTime, workingDay } from './moments.js';

const HARVEST_COMPLICATIONS = [
  'hypotension during the harvest, corrected by filling',
  'slow aspiration on the right side, harvest completed on the left',
  'haematoma at the iliac crest, compressed',
] as const;

/** The day of the harvest: harvest, release and implantation, for every patient the same. */
export function treatmentDrafts(patient: RandomizedPatient): {
  readonly implantedOn: CalendarDate;
  readonly limb: Limb;
  readonly drafts: readonly Draft[];
} {
  const { site, randomizedAt, chance } = patient;
  const own = chance.for('treatment');
  const on = workingDay(plusDays(dateAt(randomizedAt, site.timeZone), own.whole(3, 16)));
  const limb = indexLimbOf(chance);
  const moment = (from: number, to: number) => momentAt(on, own.whole(from, to), site.timeZone);
  const harvestedAt = moment(9 * 60, 11 * 60);
  const releasedAt = moment(13 * 60 + 30, 14 * 60 + 30);
  const implantedAt = moment(15 * 60, 17 * 60);
  const soonAfter = (at: string): string => plusMinutes(serverTime(at), own.whole(8, 40));
  const syringe = syringeOf(patient);
  const harvest: Draft = {
    name: 'harvest',
    at: soonAfter(harvestedAt),
    by: 'investigator',
    path: 'harvest',
    body: {
      harvestedAt,
      volumeMl: volume(patient),
      anaesthesia: 'general',
      bloodTube: 'sent',
      ...complications(patient),
    },
  };
  const release = { path: 'product-release', body: {}, by: 'cell-therapy-unit', at: soonAfter(releasedAt) } as const;
  const implantation = { path: 'implantation', body: { implantedAt, limb }, by: 'investigator' } as const;
  return {
    implantedOn: on,
    limb,
    drafts: [
      harvest,
      ...cellDrafts(patient, { on, harvestedAt, releasedAt, implantedAt }),
      { name: 'release', ...release, bodyFor: (code) => ({ releasedAt, read: { patient: code, label: syringe } }) },
      { name: 'implantation', at: soonAfter(implantedAt), ...implantation },
      ...correctedHarvest(patient, harvest),
    ],
  };
}

/** The prescribed 500 mL, with few exceptions. */
function volume({ chance }: RandomizedPatient): number {
  const own = chance.for('volume');
  return own.happens(0.8) ? 500 : own.whole(43, 52) * 10;
}

function complications({ chance }: RandomizedPatient): { readonly complications?: string } {
  const own = chance.for('complications');
  return own.happens(0.2) ? { complications: own.pick(HARVEST_COMPLICATIONS) } : {};
}

function correctedHarvest({ site, chance }: RandomizedPatient, harvest: Draft): readonly Draft[] {
  const own = chance.for('corrected complications');
  if (!('complications' in harvest.body) || !own.happens(0.5)) return [];
  const at = officeHour(own, plusDays(dateAt(harvest.at, site.timeZone), own.whole(1, 10)), site.timeZone);
  const newValue = `${String(harvest.body.complications)}; resolved without sequelae the same day`;
  return [correction(harvest, at, { field: '/complications', newValue, reason: 'completed from the surgical report' })];
}
