import { type CalendarDate, dateAt, FOLLOW_UP_VISITS, plusDays, plusMonths, type Visit } from '@bali/protocol';
import type { Chance } from '../chance.js';
import type { RandomizedPatient } from './course.js';
import { correction, type Draft } from './draft.js';
import type { Observation } from './fate.js';
import { entered, officeHour, plusMinutes, workingDay } from './moments.js';

const NOT_DONE = ['patient-refused', 'patient-unable', 'device-unavailable', 'other'] as const;

type Measurement = { readonly value: string | number } | { readonly notDone: string };

/** The visits that took place, corrections of what was entered wrongly at them, and calls where none took place. */
export function visitDrafts(patient: RandomizedPatient, observation: Observation): readonly Draft[] {
  const limb = limbOf(patient.chance.for('limb'));
  return FOLLOW_UP_VISITS.flatMap((visit) => {
    const own = patient.chance.for(`visit ${visit.code}`);
    const assessedOn = dateOfVisit(visit, observation.implantedOn, own);
    const isLast = visit === FOLLOW_UP_VISITS.at(-1);
    if (!tookPlace(assessedOn, observation)) return [];
    if (!isLast && own.happens(0.08)) return missed(patient, visit, assessedOn, own);
    return assessment(patient, { visit, assessedOn, limb, observation, own });
  });
}

/** Somebody does not come: the site records it, and hears by telephone how the patient is. */
function missed({ site }: RandomizedPatient, { code }: Visit, on: CalendarDate, own: Chance): readonly Draft[] {
  const at = officeHour(own, on, site.timeZone);
  const missedOn = dateAt(at, site.timeZone);
  const why = own.pick(['patient-refused', 'patient-unable', 'other']);
  return [
    {
      name: `missed-${code}`,
      ...{ at, by: 'study-coordinator', path: 'missed-visits' },
      body: { visit: code, missedOn, why },
    },
    {
      name: `call-about-${code}`,
      ...{ at: plusMinutes(at, 40), by: 'study-coordinator', path: 'contacts' },
      body: { contactedOn: missedOn, way: 'telephone', informant: own.pick(['patient', 'relative', 'physician']) },
    },
  ];
}

/** Within the visit's window, on a working day. */
function dateOfVisit(
  { monthsAfterImplantation, windowDays }: Visit,
  implantedOn: CalendarDate,
  own: Chance,
): CalendarDate {
  const spread = Math.floor(windowDays / 2);
  return workingDay(plusDays(plusMonths(implantedOn, monthsAfterImplantation), own.whole(-spread, spread)));
}

function tookPlace(assessedOn: CalendarDate, { endedOn, lostUntil, implantedOn }: Observation): boolean {
  if (lostUntil !== undefined) return assessedOn <= endedOn || assessedOn > lostUntil;
  return endedOn === plusMonths(implantedOn, 6) || assessedOn < endedOn;
}

interface Assessment {
  readonly visit: Visit;
  readonly assessedOn: CalendarDate;
  readonly limb: LimbTrend;
  readonly observation: Observation;
  readonly own: Chance;
}

function assessment(patient: RandomizedPatient, { visit, assessedOn, limb, observation, own }: Assessment) {
  const { timeZone } = patient.site;
  const { majorAmputationOn } = observation;
  const isAmputated = majorAmputationOn !== undefined && majorAmputationOn <= assessedOn;
  const measurements = isAmputated ? AMPUTATED : measurementsOf(limb, visit.monthsAfterImplantation, own);
  const mistyped = isAmputated || !own.happens(0.1) ? undefined : transposed(measurements.toePressure);
  const draft: Draft = {
    name: `visit-${visit.code}`,
    at: entered(own, assessedOn, timeZone),
    by: 'study-coordinator',
    path: 'follow-up-visits',
    body: {
      visit: visit.code,
      assessedOn,
      informant: 'examination',
      ...measurements,
      ...(mistyped === undefined ? {} : { toePressure: { value: mistyped } }),
      ...comment(isAmputated, own),
    },
  };
  if (mistyped === undefined || !('value' in measurements.toePressure)) return [draft];
  const at = officeHour(own, plusDays(dateAt(draft.at, timeZone), own.whole(2, 20)), timeZone);
  const right = { field: '/toePressure/value', newValue: measurements.toePressure.value };
  return [draft, correction(draft, at, { ...right, reason: 'digits transposed, source document checked' })];
}

/** Two digits in the wrong order, as happens when values are copied; nothing where that would be the same. */
function transposed(measurement: Measurement): number | undefined {
  if (!('value' in measurement)) return undefined;
  const right = Number(measurement.value);
  const turned = (right % 10) * 10 + Math.floor(right / 10);
  return right >= 10 && right <= 99 && turned !== right ? turned : undefined;
}

const UNABLE = { notDone: 'patient-unable' } as const;
const AMPUTATED = {
  restPain: UNABLE,
  ulcers: UNABLE,
  ankleBrachialIndex: UNABLE,
  tcPO2: UNABLE,
  toePressure: UNABLE,
} as const;

/** How the treated limb is at first, and how fast it gets better or worse. */
interface LimbTrend {
  readonly ankleBrachialIndex: number;
  readonly tcPO2: number;
  readonly toePressure: number;
  /** Per month, as a part of the value at first. */
  readonly change: number;
}

function limbOf(own: Chance): LimbTrend {
  return {
    ankleBrachialIndex: own.around(0.42, 0.2),
    tcPO2: own.around(17, 9),
    toePressure: own.around(29, 12),
    change: own.around(0.07, 0.12),
  };
}

function measurementsOf(limb: LimbTrend, months: number, own: Chance) {
  const at = (first: number) => first * (1 + limb.change * months + own.around(0, 0.12));
  const measured = (value: string | number): Measurement =>
    own.happens(0.04) ? { notDone: own.pick(NOT_DONE) } : { value };
  const tcPO2 = Math.round(at(limb.tcPO2));
  return {
    restPain: measured(own.happens(tcPO2 < 22 ? 0.75 : 0.25) ? 'yes' : 'no'),
    ulcers: measured(own.happens(tcPO2 < 20 ? 0.7 : 0.3) ? 'yes' : 'no'),
    ankleBrachialIndex: measured(at(limb.ankleBrachialIndex).toFixed(2)),
    tcPO2: measured(tcPO2),
    toePressure: measured(Math.round(at(limb.toePressure))),
  };
}

function comment(isAmputated: boolean, own: Chance): { readonly comment?: string } {
  if (isAmputated) return { comment: 'the treated limb was amputated; stump healing' };
  return own.happens(0.1)
    ? {
        comment: own.pick([
          'walks with a stick',
          'ulcer of the heel smaller than at the visit before',
          'tired, eats little',
        ]),
      }
    : {};
}
