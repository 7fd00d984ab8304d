import type { Person } from '@bali/access';
import { daysBetween, nextWorkingDay } from '@bali/protocol';
import { BODIES } from '@bali-app/site-api/testing';
import fc from 'fast-check';
import { SITES, someone } from './people.js';

/** What may happen in a history besides what is planned. */
export const EXTRAS = [
  'implantation-too-early',
  'implantation-not-done',
  'release-too-early',
  'randomization-again',
  'harvest-again',
  'adverse-event',
  'adverse-event-news',
  'amputation',
  'revascularization',
  'missed-visit',
  'contact',
  'visit-too-early',
  'loss-to-follow-up',
  'correction',
  'withdrawal',
  'withdrawal-from-treatment',
  'consent-again',
  'transfer',
  'same-person',
  'death',
  'release-withdrawn',
  'growth-in-a-culture',
  'alert-acknowledged',
  'annulment',
  'text-review',
  'annulment-request',
  'annulment-confirmed',
  'annulment-declined',
  'erratum',
  'erratum-acknowledged',
  'death-elsewhere',
  'major-amputation',
  'judgement-of-an-adverse-event',
  'diagnosis',
  'concomitant-treatment',
  'change-of-a-treatment',
  'deviation-of-the-unit',
  'studies-of-the-unit',
  'correction-by-the-unit',
  'sealed-judgement',
  'impact-of-an-unblinding',
  'opening-by-a-physician',
  'randomization-by-card',
  'query',
  'query-on-the-missing',
  'answer-to-a-query',
  'query-closed',
  'query-reopened',
  'safety-case',
  'case-closed',
  'coding',
  'source-data-verified',
  'deviation',
  'assessment-of-a-deviation',
] as const;
export type Extra = (typeof EXTRAS)[number];

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

/** What somebody does at a moment. `unit` is what the cell therapy unit does then: what exactly depends on the arm. */
export type Step = {
  readonly at: string;
  readonly patient: number;
} & (
  | { readonly by: Person; readonly path: string; readonly body: object }
  | { readonly unit: UnitStep }
  | { readonly unblinding: 'emergency' | 'planned' | 'physician' }
);

export type UnitStep =
  | 'preparation'
  | 'release'
  | 'withdrawal'
  | 'fate'
  | 'cultures'
  | 'growth'
  | 'use'
  | 'deviation'
  | 'studies'
  | 'correction';

/** Whatever else a history has recorded, no contact contradicts it. */
const NOT_KNOWN = { left: { amputated: 'not-known' }, right: { amputated: 'not-known' } };

const FIRST_DAY = Date.parse('2011-02-14T00:00:00Z');
const DAY_MS = 86_400_000;

/** A moment of a day of the history, UTC. */
function moment(day: number, time: string): string {
  return `${new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10)}T${time}`;
}
const date = (day: number) => moment(day, '').slice(0, 10);

/** The first day after it from Monday to Friday: the last record of the day of treatment is entered then. */
function nextWorkingDayAfter(day: number): number {
  return daysBetween(date(0), nextWorkingDay(date(day)));
}

/** The steps of a history in their order. */
export function stepsOf(history: History): readonly Step[] {
  const planned = history.patients.flatMap((one, place) => courseOf(one, place));
  const extras = history.extras.flatMap(({ extra, patient: place, day }, number) => {
    const steps = extraSteps(extra, place, day, number, history.patients[place]);
    return steps;
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

function otherThan(site: string): string {
  return SITES.find((other) => other !== site) ?? SITES[0];
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
    harvested: [
      step(16, '09:00:00Z', 'harvest', { ...BODIES.harvest, harvestedAt: moment(day + 16, '08:30:00Z') }),
      unit(16, '11:50:00Z', 'preparation'),
    ],
    released: [unit(16, '12:30:00Z', 'release')],
    implanted: [
      step(16, '15:00:00Z', 'implantation', { implantedAt: moment(day + 16, '14:10:00Z'), limb: 'left' }),
      unit(nextWorkingDayAfter(day + 16) - day, '09:30:00Z', 'fate'),
      ...[23, 30].map((on) => unit(on, '13:00:00Z', 'cultures')),
    ],
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

/** What is said to have been wrong in the locked record of a patient. */
export function erratumOf(number: number): object {
  const values = [{ field: '/volumeMl', newValue: 440 + number }];
  return { values, reasonCode: 'source-corrected', reason: `read once more, number ${number}` };
}

function emergencyOf({ emergency, patients }: History): readonly Step[] {
  const one = patients[emergency ?? -1];
  if (one === undefined || emergency === undefined) return [];
  return [{ at: moment(one.day + 30, '03:00:00Z'), patient: emergency, unblinding: 'emergency' }];
}

function extraSteps(
  extra: Extra,
  patient: number,
  day: number,
  number: number,
  planned: PlannedPatient | undefined,
): readonly Step[] {
  const site = planned?.site ?? 'REI';
  const at = moment(day, `1${number % 8}:30:00Z`);
  const by = someone('investigator', site);
  const on = date(day);
  const sent = (path: string, body: object): readonly Step[] => [{ at, patient, by, path, body }];
  const monitored = (path: string, body: object): readonly Step[] => [
    { at, patient, by: someone('monitor'), path, body },
  ];
  const bySafety = (path: string, body: object): readonly Step[] => [
    { at, patient, by: someone('safety-officer'), path, body },
  ];
  const unit = (what: UnitStep): readonly Step[] => [{ at, patient, unit: what }];
  const steps: Readonly<Record<Extra, readonly Step[]>> = {
    'implantation-too-early': sent('implantation', { implantedAt: at, limb: 'right' }),
    'implantation-not-done': sent('implantation-not-done', { knownOn: on, why: 'fever', comment: `fever on ${on}` }),
    'release-too-early': unit('release'),
    'randomization-again': sent('randomization', {}),
    'harvest-again': sent('harvest', { ...BODIES.harvest, harvestedAt: at }),
    'adverse-event': sent('adverse-events', {
      ...BODIES.adverseEvent,
      startedOn: on,
      awareAt: at,
      narrative: `fever on ${on}`,
    }),
    'adverse-event-news': sent('adverse-events/1/follow-ups', {
      ...BODIES.adverseEventNews,
      assessedOn: on,
      endedOn: on,
    }),
    amputation: sent('amputations', { ...BODIES.amputation, performedOn: on }),
    revascularization: sent('revascularizations', { ...BODIES.revascularization, performedOn: on }),
    'loss-to-follow-up': sent('loss-to-follow-up', { lastContactOn: on }),
    'missed-visit': sent('missed-visits', { visit: 'M3', missedOn: on, why: 'patient-refused', comment: `on ${on}` }),
    contact: sent('contacts', { ...BODIES.contact, contactedOn: on, limbs: NOT_KNOWN, comment: `called on ${on}` }),
    'visit-too-early': sent('follow-up-visits', { ...BODIES.visit, limbs: NOT_KNOWN, visit: 'M6', assessedOn: on }),
    correction: sent('corrections', { field: '/volumeMl', newValue: 470 + number, reason: 'read again' }),
    withdrawal: sent('consent-withdrawal', { ...BODIES.withdrawal, withdrawnOn: on }),
    'withdrawal-from-treatment': sent('consent-withdrawal', { withdrawnOn: on, from: ['treatment'] }),
    'same-person': sent('same-person', { sameAs: `${site}-002`, knownOn: on }),
    transfer: sent('transfers', { transferredOn: on, toSite: otherThan(site), comment: `moved on ${on}` }),
    'consent-again': sent('consent-renewals', {
      renewedOn: on,
      informationVersion: '2.1',
      to: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'],
      why: 'after-withdrawal',
    }),
    death: sent('death', { ...BODIES.death, diedOn: on, awareAt: at }),
    'release-withdrawn': unit('withdrawal'),
    'growth-in-a-culture': unit('growth'),
    'alert-acknowledged': sent('microbiology-alerts/1/acknowledgement', { acknowledgedAt: at, action: `seen ${on}` }),
    'text-review': monitored('text-reviews', {
      reviews: 'AdverseEventReported',
      field: '/data/narrative',
      verdict: number % 2 === 0 ? 'release' : 'flag',
    }),
    annulment: sent('annulments', { annuls: 'Revascularized', reasonCode: 'entered-twice', reason: `twice on ${on}` }),
    'annulment-request': sent('annulment-requests', {
      annuls: number % 2 === 0 ? 'Amputated' : 'Died',
      reasonCode: 'wrong-patient',
      reason: `another patient on ${on}`,
    }),
    'annulment-confirmed': monitored('annulment-requests/{request}/confirmation', {}),
    'annulment-declined': monitored('annulment-requests/{request}/refusal', { reason: 'it is in the file' }),
    // Before the unblinding of the trial both are refused; `lockAndGoOn` of play.ts sends them again.
    erratum: sent('errata', erratumOf(number)),
    'erratum-acknowledged': [
      { at, patient, by: someone('sponsor-coordinator'), path: 'errata/{erratum}/acknowledgement', body: {} },
    ],
    'death-elsewhere': sent('death', {
      ...BODIES.death,
      diedOn: on.slice(0, 'YYYY-MM'.length),
      where: 'elsewhere',
      knownFrom: 'family',
      awareAt: at,
      comment: `told on ${on}`,
    }),
    'major-amputation': sent('amputations', {
      ...BODIES.amputation,
      performedOn: on,
      awareAt: at,
      level: 'below-knee',
      side: number % 2 === 0 ? 'left' : 'right',
    }),
    'judgement-of-an-adverse-event': sent('adverse-events/1/follow-ups', {
      ...BODIES.adverseEventNews,
      ...{ assessedOn: on, endedOn: on, severity: 'severe', relatedTo: 'implanted-product' },
    }),
    diagnosis: sent('diagnoses', { disease: 'other', diagnosis: `as told on ${on}`, diagnosedOn: '2009' }),
    'concomitant-treatment': sent('concomitant-treatments', {
      ...{ kind: 'other', medicine: `as read on ${on}`, regimen: 'once a day', startedOn: '2010-12' },
    }),
    'change-of-a-treatment': sent('concomitant-treatments/1/changes', {
      ...{ changedOn: on.slice(0, 'YYYY-MM'.length), change: 'dose-changed', why: 'other', regimen: `since ${on}` },
    }),
    'deviation-of-the-unit': unit('deviation'),
    'studies-of-the-unit': unit('studies'),
    'correction-by-the-unit': unit('correction'),
    'sealed-judgement': sent('sealed-judgements', {
      findings: { foundOn: on, ulcers: 'no' },
      text: `what I think since ${on}`,
    }),
    'impact-of-an-unblinding': sent('unblinding-impact-assessments', {
      impact: 'treatment-changed',
      assessment: `as of ${on}`,
    }),
    'randomization-by-card': sent('randomization-by-card', { stratum: 'CARDS', slot: number, randomizedAt: at }),
    query: monitored('queries', { asksAbout: 'Harvested', field: '/volumeMl', question: `what was read on ${on}?` }),
    'query-on-the-missing': monitored('queries', {
      missing: { type: 'FollowUpAssessed', visit: 'M1' },
      question: `where is the visit, as of ${on}?`,
    }),
    'answer-to-a-query': sent('queries/1/answers', { outcome: 'explained', answer: `it was so on ${on}` }),
    'query-closed': monitored('queries/1/closure', { reason: `as of ${on}` }),
    'query-reopened': monitored('queries/1/reopening', { reason: `not enough, as of ${on}` }),
    'source-data-verified': monitored('source-data-verifications', { verdict: 'agrees', visit: 'M1' }),
    deviation: monitored('deviations', { kind: 'procedure', occurredOn: on, description: `as was seen on ${on}` }),
    'assessment-of-a-deviation': [
      {
        ...{ at, patient, by: someone('sponsor-coordinator'), path: 'deviation-assessments' },
        body: { deviation: 'reported:1', severity: 'major', perProtocol: 'excluded', rationale: `as of ${on}` },
      },
    ],
    'safety-case': [
      ...sent('adverse-events', { ...BODIES.adverseEvent, startedOn: on, awareAt: at }),
      ...bySafety('adverse-events/1/assessments', { relatedTo: 'implanted-product', expectedness: 'unexpected' }),
      ...bySafety('adverse-events/1/handover', {}),
    ],
    'case-closed': bySafety('adverse-events/1/closure', {}),
    coding: bySafety('codings', {
      asksAbout: 'AdverseEventReported',
      ...{ dictionary: 'MedDRA', version: '13.1', code: '10018852', term: 'Haematoma' },
    }),
    'opening-by-a-physician': [{ at, patient, unblinding: 'physician' }],
  };
  return steps[extra];
}
