import { type CalendarDate, dateAt, plusDays } from '@bali/protocol';
import { indexLimbOf } from './baseline.js';
import { cellDrafts, releaseOf, syringeOf } from './cells.js';
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
  const releasedAt = releaseOf(patient, harvestedAt);
  const implantedAt = moment(15 * 60, 17 * 60);
  const soonAfter = (at: string): string => plusMinutes(serverTime(at), own.whole(8, 40));
  const harvest: Draft = {
    name: 'harvest',
    at: plusMinutes(serverTime(harvestedAt), own.whole(3, 20)),
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
  const release: Draft = {
    ...{ name: 'release', at: plusMinutes(releasedAt, 10), by: 'cell-therapy-unit', path: 'product-release', body: {} },
    bodyFor: (code) => ({ releasedAt, read: { patient: code, label: syringeOf(patient, code) } }),
  };
  const implantation = { path: 'implantation', body: { implantedAt, limb }, by: 'investigator' } as const;
  const isRecalled = patient.fate === 'recalled';
  const day = { on, timeZone: site.timeZone, harvestedAt, implantedAt, isRecalled };
  return {
    implantedOn: isRecalled ? dateAt(randomizedAt, site.timeZone) : on,
    limb,
    drafts: [
      harvest,
      ...cellDrafts(patient, day),
      release,
      ...(isRecalled
        ? recallDrafts(releasedAt, on)
        : [{ name: 'implantation', at: soonAfter(implantedAt), ...implantation }]),
      ...correctedHarvest(patient, harvest),
    ],
  };
}

/** The unit calls the product back, and the site records that nothing was implanted. */
function recallDrafts(releasedAt: string, knownOn: CalendarDate): readonly Draft[] {
  const withdrawnAt = plusMinutes(releasedAt, 30);
  const description = 'the second reading of the stain is doubtful';
  return [
    {
      ...{ name: 'withdrawal-of-the-release', at: plusMinutes(withdrawnAt, 2), by: 'cell-therapy-unit' },
      path: 'release-withdrawal',
      body: { withdrawnAt, cause: 'gram-stain', description },
    },
    {
      ...{ name: 'implantation-not-done', at: plusMinutes(withdrawnAt, 60), by: 'investigator' },
      path: 'implantation-not-done',
      body: {
        knownOn,
        why: 'product-not-released',
        comment: 'called back by the unit; the patient wishes no other harvest',
      },
    },
  ];
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
