import { type CalendarDate, dateAt, plusDays } from '@bali/protocol';
import { indexLimbOf } from './baseline.js';
import { cellDrafts, releaseOf, syringeOf } from './cells.js';
import type { Chance } from '../chance.js';
import { formOn } from './consent-forms.js';
import type { RandomizedPatient } from './course.js';
import { correction, type Draft } from './draft.js';
import type { Limb } from './fate.js';
import { momentAt, officeHour, plusMinutes, serverTime, workingDay } from './moments.js';

const HARVEST_COMPLICATIONS = [
  'hypotension during the harvest, corrected by filling',
  'slow aspiration on the right side, harvest completed on the left',
  'haematoma at the iliac crest, compressed',
] as const;

/** How long after a product was called back the marrow is harvested again: its cultures have been read by then. */
const ANOTHER_HARVEST_AFTER_DAYS = 25;

interface Treatment {
  readonly implantedOn: CalendarDate;
  readonly limb: Limb;
  readonly drafts: readonly Draft[];
}

/** Harvest, release and implantation, for every patient the same. */
export function treatmentDrafts(patient: RandomizedPatient): Treatment {
  const { site, randomizedAt, chance, fate } = patient;
  const own = chance.for('treatment');
  const randomizedOn = dateAt(randomizedAt, site.timeZone);
  const on = workingDay(plusDays(randomizedOn, own.whole(3, 16)));
  const limb = indexLimbOf(chance);
  const first = { harvest: 1, on, own, limb };
  if (fate === 'recalled') return { implantedOn: randomizedOn, limb, drafts: recalled(patient, first) };
  if (fate !== 'recalled-and-harvested-again') return { implantedOn: on, limb, drafts: implanted(patient, first) };
  const again = workingDay(plusDays(on, ANOTHER_HARVEST_AFTER_DAYS));
  const second = { harvest: 2, on: again, own: chance.for('treatment again'), limb };
  return {
    ...{ implantedOn: again, limb },
    drafts: [
      ...recalled(patient, first),
      consentToAnotherHarvest(patient, plusDays(on, ANOTHER_HARVEST_AFTER_DAYS - 4)),
      ...implanted(patient, second),
    ],
  };
}

interface Day {
  readonly harvest: number;
  readonly on: CalendarDate;
  readonly own: Chance;
  readonly limb: Limb;
}

/** The moments of a day of treatment, and what is recorded on it up to the release. */
function untilTheRelease(patient: RandomizedPatient, { harvest, on, own }: Day, isRecalled: boolean) {
  const { timeZone } = patient.site;
  const moment = (from: number, to: number) => momentAt(on, own.whole(from, to), timeZone);
  const harvestedAt = moment(9 * 60, 11 * 60);
  const releasedAt = releaseOf(patient, { harvestedAt, harvest });
  const implantedAt = moment(15 * 60, 17 * 60);
  const soonAfter = (at: string): string => plusMinutes(serverTime(at), own.whole(8, 40));
  const harvested: Draft = {
    ...{ name: 'harvest', at: plusMinutes(serverTime(harvestedAt), own.whole(3, 20)), by: 'investigator' },
    path: 'harvest',
    body: {
      harvestedAt,
      volumeMl: volume(patient, harvest),
      anaesthesia: 'general',
      bloodTube: 'sent',
      ...complications(patient, harvest),
    },
  };
  const release: Draft = {
    ...{ name: 'release', at: plusMinutes(releasedAt, 10), by: 'cell-therapy-unit', path: 'product-release', body: {} },
    bodyFor: (code) => ({ releasedAt, read: { patient: code, label: syringeOf(patient, code, harvest) } }),
  };
  const day = { on, timeZone, harvestedAt, implantedAt, isRecalled, harvest };
  return { releasedAt, implantedAt, soonAfter, harvested, drafts: [harvested, ...cellDrafts(patient, day), release] };
}

function implanted(patient: RandomizedPatient, day: Day): readonly Draft[] {
  const { implantedAt, soonAfter, harvested, releasedAt, drafts } = untilTheRelease(patient, day, false);
  const body = { implantedAt, limb: day.limb };
  const implantation: Draft = {
    ...{ name: 'implantation', at: soonAfter(implantedAt), by: 'investigator', path: 'implantation', body },
  };
  const corrected =
    day.harvest === 1 ? correctedHarvest(patient, harvested) : correctedRelease(releasedAt, implantation);
  return numbered(day, [...drafts, implantation, ...corrected]);
}

function recalled(patient: RandomizedPatient, day: Day): readonly Draft[] {
  const { releasedAt, harvested, drafts } = untilTheRelease(patient, day, true);
  const recall = recallDrafts(releasedAt, day.on, patient.fate === 'recalled-and-harvested-again');
  return numbered(day, [...drafts, ...recall, ...correctedHarvest(patient, harvested)]);
}

/** The names of what is recorded of another harvest than the first have its number. */
function numbered({ harvest }: Day, drafts: readonly Draft[]): readonly Draft[] {
  if (harvest === 1) return drafts;
  const named = (name: string) => `${name}-of-harvest-${harvest}`;
  return drafts.map(({ name, corrects, ...draft }) => ({
    ...draft,
    name: named(name),
    ...(corrects === undefined ? {} : { corrects: named(corrects) }),
  }));
}

/** The patient, and an investigator who knows no arm, decide on another harvest. */
function consentToAnotherHarvest({ site, chance }: RandomizedPatient, renewedOn: CalendarDate): Draft {
  const body = {
    ...{ renewedOn, informationVersion: formOn(renewedOn), why: 'another-harvest' },
    to: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'],
  };
  const at = officeHour(chance.for('another harvest'), renewedOn, site.timeZone);
  return { name: 'consent-to-another-harvest', at, by: 'investigator', path: 'consent-renewals', body };
}

/** The clock of the clean room was slow: the unit puts the moment right in both ledgers. */
function correctedRelease(releasedAt: string, { at }: Draft): readonly Draft[] {
  const body = { releasedAt: plusMinutes(releasedAt, 3), reason: 'the clock of the clean room was three minutes slow' };
  return [
    {
      ...{ name: 'correction-of-release', at: plusMinutes(at, 25), by: 'cell-therapy-unit' },
      path: 'product-release-correction',
      body,
    },
  ];
}

/**
 * The unit calls the product back, and the site records that nothing was implanted.
 * @param isMistakenFirst whether the unit first gives a cause that is another syringe's: it annuls that, and withdraws it again
 */
function recallDrafts(releasedAt: string, knownOn: CalendarDate, isMistakenFirst: boolean): readonly Draft[] {
  const withdrawnAt = plusMinutes(releasedAt, 30);
  const withdrawal = (name: string, minutes: number, body: object): Draft => ({
    ...{ name, at: plusMinutes(withdrawnAt, minutes), by: 'cell-therapy-unit', path: 'release-withdrawal' },
    body: { withdrawnAt, ...body },
  });
  const mistaken = withdrawal('withdrawal-by-mistake', 1, {
    cause: 'identification',
    description: 'read of another syringe',
  });
  const annulment: Draft = {
    ...{ name: 'annulment-by-the-unit', at: plusMinutes(withdrawnAt, 10), by: 'cell-therapy-unit' },
    ...{ path: 'annulments', about: { entries: [mistaken.name] } },
    body: { reasonCode: 'wrong-patient', reason: 'the label was that of another syringe' },
  };
  const description = 'the second reading of the stain is doubtful';
  return [
    ...(isMistakenFirst ? [mistaken, annulment] : []),
    withdrawal('withdrawal-of-the-release', isMistakenFirst ? 15 : 2, { cause: 'gram-stain', description }),
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

function ofHarvest(what: string, harvest: number): string {
  return harvest === 1 ? what : `${what} of harvest ${harvest}`;
}

/** The prescribed 500 mL, with few exceptions. */
function volume({ chance }: RandomizedPatient, harvest: number): number {
  const own = chance.for(ofHarvest('volume', harvest));
  return own.happens(0.8) ? 500 : own.whole(43, 52) * 10;
}

function complications({ chance }: RandomizedPatient, harvest: number): { readonly complications?: string } {
  const own = chance.for(ofHarvest('complications', harvest));
  return own.happens(0.2) ? { complications: own.pick(HARVEST_COMPLICATIONS) } : {};
}

function correctedHarvest({ site, chance }: RandomizedPatient, harvest: Draft): readonly Draft[] {
  const own = chance.for('corrected complications');
  if (!('complications' in harvest.body) || !own.happens(0.5)) return [];
  const at = officeHour(own, plusDays(dateAt(harvest.at, site.timeZone), own.whole(1, 10)), site.timeZone);
  const newValue = `${String(harvest.body.complications)}; resolved without sequelae the same day`;
  return [correction(harvest, at, { field: '/complications', newValue, reason: 'completed from the surgical report' })];
}
