import type { PatientEventType } from '@bali/trial';
import { AnnulmentRequestParameter, QueryParameter, ErratumParameter } from '../parameters.js';
import type { CommandRoute } from './command-route.js';

/** The rows of `PATIENT_ROUTES` of what is asked, verified, judged or annulled of a record. */
export const MONITORING_ROUTES = {
  AnnulmentRequested: {
    path: 'annulment-requests',
    tag: 'Corrections',
    operation: 'requestAnnulment',
    summary: 'Asks, under signature, for an annulment that a monitor or a data manager confirms',
    description:
      'For a death, an amputation, a serious adverse event and the visit of the primary endpoint, and for what rests on them.',
    body: 'AnnulmentRequestDto',
  },
  AnnulmentDeclined: {
    path: 'annulment-requests/:request/refusal',
    tag: 'Corrections',
    operation: 'declineAnnulment',
    summary: 'Declines a requested annulment: the entries stand',
    body: 'AnnulmentRefusalDto',
    notInBody: ['request'],
    parameters: AnnulmentRequestParameter,
  },
  QueryRaised: {
    path: 'queries',
    tag: 'Monitoring',
    operation: 'raiseQuery',
    summary: "Raises a query about a field, an entry, or an entry that is missing; it gets the patient's next number",
    description:
      'The cell therapy unit asks by `topic` alone, about a harvest whose product is not released yet. Everybody else asks in words.',
    body: 'QueryDto',
    names: { missing: 'MissingEntryDto' },
  },
  QueryAnswered: {
    path: 'queries/:number/answers',
    tag: 'Monitoring',
    operation: 'answerQuery',
    summary: 'Answers a query; the site may answer again until it is closed',
    body: 'QueryAnswerDto',
    notInBody: ['number'],
    parameters: QueryParameter,
  },
  QueryClosed: {
    path: 'queries/:number/closure',
    tag: 'Monitoring',
    operation: 'closeQuery',
    summary: 'Closes a query: in the role in which it was raised, and by another person than the one who answered',
    description: 'One that is not answered is closed with a reason.',
    body: 'QueryClosureDto',
    notInBody: ['number'],
    parameters: QueryParameter,
  },
  QueryReopened: {
    path: 'queries/:number/reopening',
    tag: 'Monitoring',
    operation: 'reopenQuery',
    summary: 'Opens a closed query again, for a reason',
    body: 'QueryReopeningDto',
    notInBody: ['number'],
    parameters: QueryParameter,
  },
  SourceDataVerified: {
    path: 'source-data-verifications',
    tag: 'Monitoring',
    operation: 'verifySourceData',
    summary: 'Records that values were compared with their source: field by field, whole entries, or all of a visit',
    description:
      'A later correction or annulment breaks it where it changes something. A mistake is taken back, for a reason.',
    body: 'SourceDataVerificationDto',
    names: { entries: 'VerifiedEntryDto', entrie: 'VerifiedEntryDto' },
  },
  ErratumAcknowledged: {
    path: 'errata/:erratum/acknowledgement',
    tag: 'Corrections',
    operation: 'acknowledgeErratum',
    summary: 'Records that the sponsor took note of an erratum, to which it was reported by being recorded',
    body: 'ErratumAcknowledgementDto',
    notInBody: ['erratum'],
    parameters: ErratumParameter,
  },
  DeviationReported: {
    path: 'deviations',
    tag: 'Monitoring',
    operation: 'reportDeviation',
    summary: 'Reports a deviation from the protocol that the software does not find in the record',
    body: 'DeviationReportDto',
  },
  DeviationAssessed: {
    path: 'deviation-assessments',
    tag: 'Monitoring',
    operation: 'assessDeviation',
    summary: 'Assesses a deviation, and whether it excludes the patient from the per-protocol population',
    description:
      'May be assessed anew until the trial is unblinded. `deviation` is the `key` of the list of deviations.',
    body: 'DeviationAssessmentDto',
  },
  EndpointAdjudicated: {
    path: 'adjudications',
    tag: 'Monitoring',
    operation: 'adjudicateEndpoint',
    summary: 'Records what an adjudicator, or the committee, judges of an amputation or a death',
    body: 'AdjudicationDto',
  },
} satisfies Partial<Record<PatientEventType, CommandRoute>>;
