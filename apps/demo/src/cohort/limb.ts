import { type AmputationLevel, type CalendarDate, dateAt, daysBetween, plusDays } from '@bali/protocol';
import { judgementOfAmputation } from './adverse-events.js';
import type { RandomizedPatient } from './course.js';
import { correction, type Draft } from './draft.js';
import { type Observation, seenUntil } from './fate.js';
import { entered, knownAt, monthOf, officeHour } from './moments.js';

/** Amputations above the ankle, and those of toe and forefoot, which are recorded but are not the endpoint. */
export function amputationDrafts(patient: RandomizedPatient, observation: Observation): readonly Draft[] {
  return [...majorAmputation(patient, observation), ...minorAmputation(patient, observation)];
}

function majorAmputation(patient: RandomizedPatient, { majorAmputationOn, limb }: Observation): readonly Draft[] {
  if (majorAmputationOn === undefined) return [];
  const { site, chance } = patient;
  const own = chance.for('major amputation');
  const body = {
    performedOn: majorAmputationOn,
    where: 'at-the-site',
    awareAt: knownAt(majorAmputationOn, site.timeZone),
    side: limb,
    level: own.pick<AmputationLevel>(['below-knee', 'below-knee', 'above-knee', 'through-knee']),
    indication: own.happens(0.8) ? 'ischemia' : 'infection',
  };
  const at = officeHour(own, plusDays(majorAmputationOn, own.whole(0, 1)), site.timeZone);
  const draft: Draft = { ...amputation('major-amputation', at, body), makesAdverseEvent: true };
  return [draft, judgementOfAmputation(patient, draft, majorAmputationOn)];
}

function minorAmputation({ site, chance }: RandomizedPatient, observation: Observation): readonly Draft[] {
  const own = chance.for('minor amputation');
  const until = observation.majorAmputationOn ?? seenUntil(observation);
  if (!own.happens(0.25)) return [];
  const performedOn = dayWithin(own.whole(0, 1_000), observation.implantedOn, until);
  const right = own.pick<AmputationLevel>(['toe', 'toe', 'ray', 'forefoot']);
  const isMistyped = right === 'forefoot';
  const place = placeOf(chance.for('place of the amputation').happens(0.25), performedOn);
  const body = { ...place, side: observation.limb, level: isMistyped ? 'toe' : right, indication: 'ischemia' };
  const at = entered(own, performedOn, site.timeZone);
  const draft = amputation('minor-amputation', at, own.happens(0.3) ? { ...body, comment: COMMENT } : body);
  if (!isMistyped) return [draft];
  const correctedAt = officeHour(own, plusDays(dateAt(at, site.timeZone), own.whole(2, 15)), site.timeZone);
  const reason = 'the surgical report names the forefoot';
  return [draft, correction(draft, correctedAt, { field: '/level', newValue: 'forefoot', reason })];
}

const COMMENT = 'dry necrosis, wound left open';

function amputation(name: string, at: string, body: object): Draft {
  return { name, at, by: 'investigator', path: 'amputations', body };
}

export function revascularizationDrafts(
  { site, chance }: RandomizedPatient,
  observation: Observation,
): readonly Draft[] {
  const own = chance.for('revascularization');
  if (!own.happens(0.1)) return [];
  const performedOn = dayWithin(own.whole(0, 1_000), observation.implantedOn, seenUntil(observation));
  const body = {
    ...placeOf(chance.for('place of the revascularization').happens(0.4), performedOn),
    side: observation.limb,
    procedure: own.pick(['angioplasty', 'angioplasty', 'stent', 'bypass', 'thrombectomy']),
  };
  const at = entered(own, performedOn, site.timeZone);
  return [{ name: 'revascularization', at, by: 'investigator', path: 'revascularizations', body }];
}

/** What was done elsewhere is known by its month, and by what the patient says. */
function placeOf(isElsewhere: boolean, performedOn: CalendarDate): object {
  return isElsewhere
    ? { performedOn: monthOf(performedOn), where: 'elsewhere', knownFrom: 'patient' }
    : { performedOn, where: 'at-the-site' };
}

/** A day between two, both excluded where there is room. @param permille how far on the way. */
function dayWithin(permille: number, from: CalendarDate, to: CalendarDate): CalendarDate {
  const days = daysBetween(from, to);
  return plusDays(from, Math.min(Math.max(1, Math.floor((days * permille) / 1_000)), Math.max(0, days - 1)));
}
