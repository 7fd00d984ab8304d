import { FOLLOW_UP_SOURCE, registrySource, SAME_DAY_SOURCE } from '@bali/protocol';

const SEQUENCE = '21 CFR 11.10(f): permitted sequencing of steps';
const RECORD = 'ALCOA: accurate, consistent';
const ELIGIBILITY = registrySource('eligibility criteria');
const BASELINE = registrySource('secondary outcome measures: changes from the baseline');
const CONSENT = 'ICH E6(R3) 2.8: informed consent before participation';
const SITE = 'ICH E6(R3) 4.3.5: a site works only once it is opened';
const CORRECTION = 'ICH E6(R3) 4.2.4: corrections are attributed, justified and timely';
const REDACTION = 'ICH E6(R3) 4.2.2(b): the trail is modified only in rare cases, with a log and a justification';
const SIGN_OFF = "EMA 2023, 6.3: the investigator's sign-off";
const LOCK = 'ICH E6(R3) 3.16.1(r): restrict editing before the final analysis and unblinding';

const LIST = 'ICH E9, 2.3.2: the randomization list is fixed before the first patient';
const QUERY = 'ICH E6(R3) 3.11.4: discrepancies are raised with the site, and followed until they are resolved';
const PLAN = 'ICH E9, 5.1: the analysis plan is fixed before the blind is broken';
const DEVIATION = 'ICH E6(R3) 3.11.4.5 and ICH E3, 10.2: deviations are assessed, and important ones are told apart';
const UNBLINDING = 'ICH E6(R3) 4.1.4: unblinding is planned, or documented, and its impact assessed';

const EXPECTEDNESS = 'Regulation (EU) 536/2014, Annex III: expectedness is judged by the reference safety information';
const EXPEDITED = 'Regulation (EU) 536/2014, Art. 42: suspected unexpected serious adverse reactions';

/** Every way in which the domain refuses a command: a stable code, and the rule's source. */
export const REFUSALS = {
  'trial-already-registered': SEQUENCE,
  'trial-not-registered': SEQUENCE,
  'target-unchanged': RECORD,
  'visits-not-distinct': RECORD,
  'visits-without-endpoint': FOLLOW_UP_SOURCE,
  'site-already-open': SITE,
  'site-code-reserved': SITE,
  'site-unknown': SITE,
  'site-not-open': SITE,
  'already-at-site': SITE,
  'same-code': RECORD,
  'persons-differ': RECORD,
  'same-person': 'ICH E9, 5.2.1: each subject is analysed once, as first randomized',
  'other-code-counts': 'ICH E9, 5.2.1: each subject is analysed once, as first randomized',
  'recruitment-complete': registrySource('enrolment'),
  'patient-already-exists': RECORD,
  'site-and-patient-differ': RECORD,
  'patient-unknown': CONSENT,
  'patient-not-screened': ELIGIBILITY,
  'patient-not-eligible': ELIGIBILITY,
  'eligibility-not-yet-decidable': ELIGIBILITY,
  'eligibility-not-confirmed': ELIGIBILITY,
  'eligibility-already-confirmed': SEQUENCE,
  'baseline-not-assessed': BASELINE,
  'baseline-not-complete': BASELINE,
  'index-limb-amputated': BASELINE,
  'already-randomized': SEQUENCE,
  'not-randomized': SEQUENCE,
  'already-harvested': SEQUENCE,
  'not-harvested': SEQUENCE,
  'product-already-released': SEQUENCE,
  'product-not-released': SEQUENCE,
  'release-withdrawn': 'EU GMP, part IV, 14: recall of products',
  'already-implanted': SEQUENCE,
  'not-implanted': SEQUENCE,
  'implantation-not-done': SEQUENCE,
  'alert-unknown': RECORD,
  'alert-already-acknowledged': RECORD,
  'visit-unknown': FOLLOW_UP_SOURCE,
  'visit-before-window': FOLLOW_UP_SOURCE,
  'visit-already-recorded': CORRECTION,
  'amputation-not-recorded': RECORD,
  'amputation-on-record': RECORD,
  'death-not-recorded': RECORD,
  'value-missing': RECORD,
  'already-recorded': RECORD,
  'treatment-unknown': RECORD,
  'treatment-ended': RECORD,
  'adverse-event-unknown': RECORD,
  'consent-withdrawn': CONSENT,
  'consent-answer-missing': CONSENT,
  'form-not-in-force': 'ICH E6(R3) 2.8.2: the consent form is approved before it is used, and renewed when it changes',
  'not-adult': registrySource('eligibility: age'),
  'adult-not-confirmed': registrySource('eligibility: age'),
  'version-already-recorded': RECORD,
  'approval-missing': 'ICH E6(R3) 3.8: approval by the ethics committee and the authority before it is used',
  'already-lost-to-follow-up': SEQUENCE,
  'follow-up-already-completed': SEQUENCE,
  'follow-up-not-complete': FOLLOW_UP_SOURCE,
  'already-died': SEQUENCE,
  'patient-died': RECORD,
  'participation-not-ended': SIGN_OFF,
  'already-signed-off': SEQUENCE,
  'patients-not-signed-off': SIGN_OFF,
  'unit-statement-missing': LOCK,
  'unit-deviations-not-judged': DEVIATION,
  'database-locked': LOCK,
  'database-not-locked': SEQUENCE,
  'in-the-future': 'EMA 2023, 4.5: time of observation and time of storage',
  'before-consent': CONSENT,
  'out-of-order': SEQUENCE,
  'not-the-day-of-the-harvest': SAME_DAY_SOURCE,
  'implausible-value': RECORD,
  'fatal-outcome-without-death': 'ICH E2A, II.B: seriousness',
  'death-without-fatal-outcome': RECORD,
  'judgement-incomplete': 'ICH E2A, III.A: causality is judged by an investigator',
  'adverse-event-not-judged': SIGN_OFF,
  'infarction-not-said': ELIGIBILITY,
  'whole-date-needed': RECORD,
  'seriousness-and-outcome-differ': 'ICH E2A, II.B: seriousness',
  'reason-missing': CORRECTION,
  'event-unknown': CORRECTION,
  'field-unknown': CORRECTION,
  'field-not-correctable': CORRECTION,
  'value-unchanged': CORRECTION,
  'invalid-value': RECORD,
  'not-yours-to-put-right': CORRECTION,
  'already-annulled': CORRECTION,
  'never-annulled': CORRECTION,
  'needed-by-others': CORRECTION,
  'two-people-needed': CORRECTION,
  'own-request': CORRECTION,
  'annulment-already-requested': CORRECTION,
  'annulment-not-requested': CORRECTION,
  'not-annulled': CORRECTION,
  'patient-annulled': RECORD,
  'query-unknown': QUERY,
  'query-closed': QUERY,
  'query-not-closed': QUERY,
  'query-not-answered': QUERY,
  'not-your-query': QUERY,
  'own-answer': QUERY,
  'nothing-to-verify': 'ICH E6(R3) 3.11.4.2: source data are verified as they were recorded',
  'no-endpoint':
    'ICH E9, 2.2.2: the endpoint is what was recorded of the patient, and judged by the same rules for all',
  'deviation-unknown': DEVIATION,
  'critical-by-protocol': DEVIATION,
  'edit-check': QUERY,
  'reception-only': 'EMA 2023, 6.2.1: whoever knows an arm gives nothing of it away',
  'field-not-shown': 'EMA 2023, 6.2.1: nobody is shown what could jeopardise the blind',
  'not-codable': 'ICH E2B: reactions and medicines are coded with their own dictionaries',
  'investigator-judges': 'ICH E2A, III.A: who treats the patient judges severity and causality',
  'not-judged-yet': 'Regulation (EU) 536/2014, Art. 42: the sponsor assesses what the investigator has reported',
  'causality-downgraded':
    'Regulation (EU) 536/2014, Annex III: the sponsor never downgrades the investigator’s causality',
  'no-reference-information': EXPECTEDNESS,
  'reaction-not-listed': EXPECTEDNESS,
  'case-not-reportable': EXPEDITED,
  'already-handed-over': EXPEDITED,
  'case-not-handed-over': EXPEDITED,
  'case-already-closed': EXPEDITED,
  'clock-still-runs': EXPEDITED,
  'text-unknown': REDACTION,
  'already-redacted': REDACTION,
  'text-already-reviewed': REDACTION,
  'own-text': REDACTION,
  'list-not-committed': LIST,
  'list-already-committed': LIST,
  'site-not-in-list': LIST,
  'already-anchored': RECORD,
  'no-such-cards': LIST,
  'cards-not-printed': LIST,
  'card-already-opened': LIST,
  'card-not-documented': LIST,
  'endpoint-not-complete': UNBLINDING,
  'not-signed-off': SIGN_OFF,
  'board-has-not-looked': 'ICH E9, 4.5: interim looks are planned, and documented',
  'changes-not-recommended': RECORD,
  'plan-version-already-fixed': RECORD,
  'plan-without-primary-endpoint': PLAN,
  'analysis-plan-not-fixed': PLAN,
  'erratum-unknown': RECORD,
  'trial-already-unblinded': UNBLINDING,
  'trial-unblinded': LOCK,
  'trial-not-unblinded': UNBLINDING,
  'unblinding-unknown': UNBLINDING,
  'impact-already-assessed': UNBLINDING,
  'arm-not-told': UNBLINDING,
  'unblinded-as-planned': UNBLINDING,
  'assessor-unblinded': 'ICH E6(R3) 3.16.1(g): who knows the treatment does not assess the endpoint',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** Why a command was refused; rooms with rules of their own have codes of their own. What a client may rely on is the code; the sentence is for a clinician. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly sentence: string;
  /** The rule that it would have broken. */
  readonly source: string;
  /** The value at fault, as a JSON pointer into the command's data, where there is one. */
  readonly field?: string;
}

export function refusal(code: RefusalCode, sentence: string, field?: string): Refusal<RefusalCode> {
  return { code, sentence, source: REFUSALS[code], ...(field === undefined ? {} : { field }) };
}
