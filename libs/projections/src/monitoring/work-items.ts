import type { CalendarDate, Instant } from '@bali/protocol';
import type { PatientState, TimeZones, TrialState } from '@bali/trial';
import type { Chart } from '../trial-state/trial-state-queries.js';

/** What there is to be done, for whom, and the way to do it. Nothing of the cell therapy unit's own records is in it. */
export const WORK = {
  'visit-to-record': {
    roles: ['investigator', 'study-coordinator'],
    wayOut: 'Record the visit, or that it was missed; another contact is recorded as what it was.',
  },
  'status-to-record': {
    roles: ['investigator', 'study-coordinator'],
    wayOut:
      'Record a contact, by telephone too, with the patient or with somebody who knows; or the loss to follow-up.',
  },
  'end-to-record': {
    roles: ['investigator', 'study-coordinator'],
    wayOut: 'Record the completion, the loss to follow-up, the withdrawal from the follow-up, or the death.',
  },
  'query-to-answer': {
    roles: ['investigator', 'study-coordinator'],
    wayOut: 'Put the value right or confirm it, and answer the query.',
  },
  'alert-to-acknowledge': {
    roles: ['investigator', 'study-coordinator'],
    wayOut: 'Acknowledge the microbiology alert, and say what is done.',
  },
  'eligibility-to-confirm': {
    roles: ['investigator'],
    wayOut: 'Confirm that the patient is eligible, or screen again.',
  },
  'adverse-event-to-judge': {
    roles: ['investigator'],
    wayOut: 'Judge severity and relation, as news of the adverse event.',
  },
  'record-to-sign-off': { roles: ['investigator'], wayOut: 'Review the record of the patient, and sign it off.' },
  'query-to-close': {
    roles: ['monitor', 'data-manager', 'safety-officer', 'blinded-statistician', 'cell-therapy-unit'],
    wayOut: 'Read the answer: close the query, or ask again.',
  },
  'source-data-to-verify': { roles: ['monitor'], wayOut: 'Compare the values with their source, and verify them.' },
  'verification-broken': {
    roles: ['monitor'],
    wayOut: 'Compare the corrected values with their source, and verify them again.',
  },
  'text-to-release': {
    roles: ['monitor'],
    wayOut: 'Read the comment or the narrative: release it, or flag it where it could tell an arm.',
  },
  'annulment-to-confirm': {
    roles: ['monitor', 'data-manager'],
    wayOut: 'Confirm the annulment that the investigator asked for, or decline it.',
  },
  'case-to-assess': {
    roles: ['safety-officer'],
    wayOut: 'Assess causality and expectedness, as if cells had been given.',
  },
  'case-to-hand-over': {
    roles: ['safety-officer'],
    wayOut: 'Hand the case over to those who may know the arm, for a report.',
  },
  'case-to-close': { roles: ['safety-officer'], wayOut: 'Close the case: its longest clock has ended.' },
  'endpoint-to-adjudicate': {
    roles: ['endpoint-adjudicator'],
    wayOut:
      'Judge the amputation or the death; where adjudicators differ, let the committee meet and record its judgement.',
  },
  'adjudication-to-clear-up': {
    roles: ['monitor', 'data-manager'],
    wayOut: 'Ask the site by a query for what the adjudicators lack; then they judge anew.',
  },
  'deviation-to-assess': {
    roles: ['sponsor-coordinator'],
    wayOut: 'Assess the deviation, and what it means for the per-protocol population.',
  },
} as const satisfies Record<string, { readonly roles: readonly string[]; readonly wayOut: string }>;

export type WorkKind = keyof typeof WORK;

export const WORK_STANDINGS = ['opening', 'due', 'overdue'] as const;
/** `opening`: it can be done soon; `due`: now; `overdue`: it should be done already. */
export type WorkStanding = (typeof WORK_STANDINGS)[number];

/** Something that a role has to do for a patient. */
export interface WorkItem {
  readonly what: WorkKind;
  readonly standing: WorkStanding;
  readonly patient: string;
  readonly site: string;
  /** Why it is there, as a sentence. */
  readonly why: string;
  readonly wayOut: string;
  /** Since when it can be done, or the first day on which it can. */
  readonly from?: CalendarDate;
  /** The last day on which it is in time. */
  readonly dueOn?: CalendarDate;
  readonly visit?: string;
  /** The number of the query, the alert or the adverse event. */
  readonly number?: number;
  /** The entry that it is about. */
  readonly entry?: string;
  /** The key of the deviation. */
  readonly deviation?: string;
  /** The place of the free text in the entry: a JSON pointer into the record. */
  readonly field?: string;
  /** How many values there are. */
  readonly values?: number;
}

/** What work is looked for with besides the patient's own record. */
export interface LookingForWork extends Chart {
  readonly trial: TrialState;
  readonly zones: TimeZones;
  readonly now: Instant;
  readonly today: CalendarDate;
  readonly role: string;
  /** The hashes of the free texts that somebody has released, flagged or erased. */
  readonly readTexts: ReadonlySet<string>;
}

export type Found = Omit<WorkItem, 'what' | 'patient' | 'site' | 'wayOut'>;
export type WorkFinder = (state: PatientState, looking: LookingForWork) => readonly Found[];
