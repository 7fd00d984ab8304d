import type { Person } from '@bali/access';
import { BODIES } from '@bali-app/site-api/testing';
import { SITES, someone } from './people.js';
import { date, moment, NOT_KNOWN, type Place, type Step, treatmentOf, type UnitStep } from './steps.js';

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
  'annulment-by-the-unit',
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
  'annulment-of-cells',
  'sealed-judgement',
  'impact-of-an-unblinding',
  'open-record',
  'open-record-reported',
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
  'endpoint-adjudicated',
  'source-data-verified',
  'deviation',
  'assessment-of-a-deviation',
  'release-corrected',
  'another-harvest',
  'implantation-despite-all',
  'entered-again',
  'several-values-corrected',
  'text-erased',
  'schedule-amended',
  'judgement-of-a-death',
  'sign-off',
  'statement-of-the-unit',
  'database-locked',
  'database-unlocked',
  'safety-report',
  'board-meeting',
  'trail-review',
] as const;
export type Extra = (typeof EXTRAS)[number];

const RENEWED = {
  informationVersion: '2.1',
  to: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'],
} as const;

/** Grave, and suspected: clocks of the sponsor run for it. */
const OPEN_ADVERSE_EVENT = {
  ...{ seriousness: ['life-threatening'], severity: 'severe', relatedTo: 'anaesthesia', outcome: 'recovering' },
};

export function otherThan(site: string): string {
  return SITES.find((other) => other !== site) ?? SITES[0];
}

/** What is said to have been wrong in the locked record of a patient. */
export function erratumOf(number: number): object {
  const values = [{ field: '/volumeMl', newValue: 440 + number }];
  return { values, reasonCode: 'source-corrected', reason: `read once more, number ${number}` };
}

/** @param number of the extra in its history: what has to differ from other extras follows from it. */
export function extraSteps(extra: Extra, place: Place, number: number): readonly Step[] {
  const { patient, site, day } = place;
  const at = moment(day, `1${number % 8}:30:00Z`);
  const by = someone('investigator', site);
  const on = date(day);
  const sentBy = (who: Person, path: string, body: object): readonly Step[] => [{ at, patient, by: who, path, body }];
  const sent = (path: string, body: object) => sentBy(by, path, body);
  const monitored = (path: string, body: object) => sentBy(someone('monitor'), path, body);
  const bySafety = (path: string, body: object) => sentBy(someone('safety-officer'), path, body);
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
    'same-person': sent('same-person', { sameAs: `${site}-001`, knownOn: on }),
    transfer: sent('transfers', { transferredOn: on, toSite: otherThan(site), comment: `moved on ${on}` }),
    'consent-again': sent('consent-renewals', { ...RENEWED, renewedOn: on, why: 'after-withdrawal' }),
    death: sent('death', { ...BODIES.death, diedOn: on, awareAt: at }),
    'release-withdrawn': unit('withdrawal'),
    'growth-in-a-culture': unit('growth'),
    'alert-acknowledged': sent('microbiology-alerts/1/acknowledgement', { acknowledgedAt: at, action: `seen ${on}` }),
    'text-review': monitored('text-reviews', {
      reviews: 'AdverseEventReported',
      field: '/data/narrative',
      verdict: number % 2 === 0 ? 'release' : 'flag',
    }),
    annulment: sent('annulments', {
      annuls: ['Revascularized'],
      reasonCode: 'entered-twice',
      reason: `twice on ${on}`,
    }),
    'annulment-by-the-unit': sentBy(someone('cell-therapy-unit'), 'annulments', {
      annuls: [number % 2 === 0 ? 'MicrobiologyAlert' : 'ReleaseWithdrawn'],
      reasonCode: 'wrong-patient',
      reason: `of another patient, as was seen on ${on}`,
    }),
    'annulment-request': sent('annulment-requests', {
      annuls: number % 2 === 0 ? ['Amputated'] : ['Died', 'AdverseEventReported'],
      reasonCode: 'wrong-patient',
      reason: `another patient on ${on}`,
    }),
    'annulment-confirmed': monitored('annulment-requests/{request}/confirmation', {}),
    'annulment-declined': monitored('annulment-requests/{request}/refusal', { reason: 'it is in the file' }),
    // Before the unblinding of the trial both are refused; `lockAndGoOn` of play.ts sends them again.
    erratum: sent('errata', erratumOf(number)),
    'erratum-acknowledged': sentBy(someone('sponsor-coordinator'), 'errata/{erratum}/acknowledgement', {}),
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
    'annulment-of-cells': unit('annulment'),
    'sealed-judgement': sent('sealed-judgements', {
      findings: { foundOn: on, ulcers: 'no' },
      text: `what I think since ${on}`,
    }),
    'open-record': sent('open-records', {
      followUp: { seenOn: on, way: 'telephone', vitalStatus: 'alive' },
      text: `well since ${on}`,
    }),
    'open-record-reported': [
      ...sent('open-records', { adverseEvent: { ...OPEN_ADVERSE_EVENT, startedOn: on, awareAt: at } }),
      ...sentBy(someone('unblinded-safety-officer'), 'open-records/{record}/reports', {
        ...{ conclusion: 'reported', concludedOn: on, reason: `as of ${on}` },
      }),
    ],
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
    'assessment-of-a-deviation': sentBy(someone('sponsor-coordinator'), 'deviation-assessments', {
      ...{ deviation: 'reported:1', severity: 'major', perProtocol: 'excluded', rationale: `as of ${on}` },
    }),
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
    'endpoint-adjudicated': sentBy(someone('endpoint-adjudicator'), 'adjudications', {
      asksAbout: 'Amputated',
      ...{ inNameOf: 'one-adjudicator', verdict: 'happened', side: 'left', level: 'below-knee' },
      ...{ performedOn: on, rationale: `by what was sent until ${on}` },
    }),
    'release-corrected': unit('release-correction'),
    'another-harvest': [
      ...sent('consent-renewals', { ...RENEWED, renewedOn: on, why: 'another-harvest' }),
      ...Object.values(treatmentOf({ ...place, day: day + 3 }, 2)).flat(),
    ],
    'implantation-despite-all': sent('implantation', {
      ...{ implantedAt: at, limb: 'left', despite: ['another-day', 'not-released', 'release-withdrawn'] },
    }),
    'entered-again': sent('revascularizations', {
      ...BODIES.revascularization,
      ...{ performedOn: on, again: 'Revascularized' },
    }),
    'several-values-corrected': sent('corrections', {
      ...{ field: '/volumeMl', newValue: 450 + number, reason: 'read again' },
      also: [{ field: '/complications', newValue: `none until ${on}` }],
    }),
    'text-erased': sentBy(someone('data-manager'), 'redactions', {
      ...{ erases: 'AdverseEventReported', field: '/data/narrative', why: 'names-a-person', reason: 'as they ask' },
    }),
    'schedule-amended': sentBy(someone('sponsor-coordinator'), '/v1/trial/visit-schedule-amendments', {
      ...{ visits: BODIES.registration.visits, protocolVersion: `2.${number}`, amendedOn: on, reason: 'agreed' },
    }),
    'judgement-of-a-death': sent('adverse-events/1/follow-ups', {
      ...{ assessedOn: on, awareAt: at, severity: 'severe', relatedTo: 'not-related' },
      ...{ seriousness: ['death'], outcome: 'fatal' },
    }),
    'sign-off': sent('sign-off', {}),
    'statement-of-the-unit': sentBy(someone('cell-therapy-unit'), '/v1/trial/unit-statement', {}),
    'database-locked': sentBy(someone('sponsor-coordinator'), '/v1/trial/database-lock', {}),
    'database-unlocked': sentBy(someone('sponsor-coordinator'), '/v1/trial/database-unlock', {
      reason: 'a file was found',
    }),
    'safety-report': [{ at, patient, oversight: 'safety-report' }],
    'board-meeting': [{ at, patient, oversight: 'board-meeting' }],
    'trail-review': [{ at, patient, oversight: 'trail-review' }],
    'opening-by-a-physician': [{ at, patient, unblinding: 'physician' }],
  };
  return steps[extra];
}
