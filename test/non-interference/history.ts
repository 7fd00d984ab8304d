import { BODIES } from '@bali-app/site-api/testing';
import fc from 'fast-check';
import { type Extra, EXTRAS, extraSteps, otherThan } from './extras.js';
import { SITES, someone } from './people.js';
import { date, moment, NOT_KNOWN, type Step, treatmentOf, type UnitStep } from './steps.js';

/** How far a patient comes on the planned way. */
export const MILESTONES = [
  'randomized',
  'harvested',
  'released',
  'implanted',
  'followed',
  'completed',
  'used',
] as const;
export type Milestone = (typeof MILESTONES)[number];

export interface PlannedPatient {
  readonly site: (typeof SITES)[number];
  /** Days after the first day of the history on which the patient consents. */
  readonly day: number;
  readonly until: Milestone;
}

/** A history, whatever the arms are. */
export interface History {
  readonly patients: readonly PlannedPatient[];
  readonly extras: readonly { readonly extra: Extra; readonly patient: number; readonly day: number }[];
  /** Which patient is unblinded in an emergency; the arms of all others are swapped. */
  readonly emergency?: number;
  /** Which of the possible swaps is taken. */
  readonly swap: number;
  readonly isLocked: boolean;
}

const patient = fc.record({
  site: fc.constantFrom(...SITES),
  day: fc.integer({ min: 0, max: 40 }),
  until: fc.constantFrom<Milestone>(...MILESTONES, 'used', 'used', 'completed'),
});

export const arbitraryHistory: fc.Arbitrary<History> = fc
  .array(patient, { minLength: 2, maxLength: 4 })
  .chain((patients) => {
    const place = fc.nat(patients.length - 1);
    const extra = fc.record({
      extra: fc.constantFrom(...EXTRAS),
      patient: place,
      day: fc.integer({ min: 0, max: 250 }),
    });
    return fc
      .record({
        extras: fc.array(extra, { maxLength: 8 }),
        emergency: fc.option(place, { nil: undefined }),
        swap: fc.nat(30),
        isLocked: fc.boolean(),
      })
      .map(({ emergency, ...rest }) => ({ ...rest, patients, ...(emergency === undefined ? {} : { emergency }) }));
  });

/** The steps of a history in their order. */
export function stepsOf(history: History): readonly Step[] {
  const planned = history.patients.flatMap((one, place) => courseOf(one, place));
  const extras = history.extras.flatMap(({ extra, patient: place, day }, number) => {
    const { site = SITES[0] } = history.patients[place] ?? {};
    return extraSteps(extra, { patient: place, site, day }, number);
  });
  const emergency = emergencyOf(history);
  const steps = [...planned, ...extras, ...emergency].toSorted((one, other) =>
    one.at < other.at ? -1 : Number(one.at > other.at),
  );
  return steps.map((step, place) => atTheSiteOfThatDay(step, steps.slice(0, place)));
}

/** After a transfer, the new site's people record what comes; whether the transfer was refused, they try. */
function atTheSiteOfThatDay(step: Step, before: readonly Step[]): Step {
  const isTransfer = (one: Step) => one.patient === step.patient && 'path' in one && one.path === 'transfers';
  if (!('path' in step) || step.path === '' || before.filter(isTransfer).length % 2 === 0) return step;
  return { ...step, by: someone(step.by.role, otherThan(step.by.sites[0] ?? SITES[0])) };
}

function courseOf({ site, day, until }: PlannedPatient, patient: number): readonly Step[] {
  const by = someone('investigator', site);
  const nurse = someone('study-coordinator', site);
  const step = (on: number, time: string, path: string, body: object, who = by): Step => ({
    at: moment(day + on, time),
    patient,
    by: who,
    path,
    body,
  });
  const unit = (on: number, time: string, what: UnitStep): Step => ({
    at: moment(day + on, time),
    patient,
    unit: what,
  });
  const visit = (on: number, code: string): Step =>
    step(
      on,
      '10:00:00Z',
      'follow-up-visits',
      { ...BODIES.visit, limbs: NOT_KNOWN, visit: code, assessedOn: date(day + on) },
      nurse,
    );
  const parts: Readonly<Record<Milestone, readonly Step[]>> = {
    randomized: [
      step(0, `10:00:0${patient}Z`, '', { ...BODIES.consent, site, consentedOn: date(day) }),
      step(2, '15:00:00Z', 'screenings', { ...BODIES.screening, screenedOn: date(day + 2) }),
      step(3, '15:00:00Z', 'baseline', { ...BODIES.baseline, assessedOn: date(day + 3) }, nurse),
      step(7, '08:30:00Z', 'eligibility-confirmation', {}),
      step(7, `09:00:0${patient}Z`, 'randomization', {}),
    ],
    ...treatmentOf({ patient, site, day: day + 16 }),
    followed: [visit(47, 'M1'), visit(107, 'M3')],
    completed: [
      visit(203, 'M6'),
      step(203, '11:00:00Z', 'completion', { completedOn: date(day + 203) }),
      step(205, '11:00:00Z', 'sign-off', {}),
    ],
    used: [{ at: moment(day + 210, '10:00:00Z'), patient, unblinding: 'planned' }, unit(215, '10:00:00Z', 'use')],
  };
  return MILESTONES.slice(0, MILESTONES.indexOf(until) + 1).flatMap((milestone) => parts[milestone]);
}

function emergencyOf({ emergency, patients }: History): readonly Step[] {
  const one = patients[emergency ?? -1];
  if (one === undefined || emergency === undefined) return [];
  return [{ at: moment(one.day + 30, '03:00:00Z'), patient: emergency, unblinding: 'emergency' }];
}
