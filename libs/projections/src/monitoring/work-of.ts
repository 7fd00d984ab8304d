import type { Instant } from '@bali/protocol';
import { dayAt, isUnblinded, timeZoneOf, type TrialState } from '@bali/trial';
import type { Chart } from '../trial-state/trial-state-queries.js';
import { WORK, type WorkFinder, type WorkItem, type WorkKind } from './work-items.js';
import * as adjudication from './work-of-adjudicators.js';
import * as oversight from './work-of-oversight.js';
import * as safety from '../safety/work-of-safety.js';
import * as sites from './work-of-sites.js';

const FINDERS: Readonly<Record<WorkKind, WorkFinder>> = {
  'visit-to-record': sites.visitsToRecord,
  'status-to-record': sites.statusToRecord,
  'end-to-record': sites.endToRecord,
  'query-to-answer': sites.queriesToAnswer,
  'alert-to-acknowledge': sites.alertsToAcknowledge,
  'eligibility-to-confirm': sites.eligibilityToConfirm,
  'adverse-event-to-judge': sites.adverseEventsToJudge,
  'record-to-sign-off': sites.recordsToSignOff,
  'query-to-close': oversight.queriesToClose,
  'source-data-to-verify': oversight.sourceDataToVerify,
  'verification-broken': oversight.brokenVerifications,
  'text-to-release': oversight.textsToRelease,
  'annulment-to-confirm': oversight.annulmentsToConfirm,
  'case-to-assess': safety.casesToAssess,
  'case-to-hand-over': safety.casesToHandOver,
  'case-to-close': safety.casesToClose,
  'endpoint-to-adjudicate': adjudication.endpointsToAdjudicate,
  'adjudication-to-clear-up': adjudication.adjudicationsToClearUp,
  'deviation-to-assess': oversight.deviationsToAssess,
};

export const WORK_KINDS = Object.keys(WORK) as readonly WorkKind[];

/** The kinds of work of a role. */
export function workKindsOf(role: string): readonly WorkKind[] {
  return WORK_KINDS.filter((kind) => (WORK[kind].roles as readonly string[]).includes(role));
}

interface Asking {
  readonly trial: TrialState;
  readonly now: Instant;
  readonly role: string;
  /** The hashes of the free texts that somebody has released, flagged or erased. Default: none. */
  readonly readTexts?: ReadonlySet<string>;
}

/** What there is to be done for a patient in a role, and why. It follows from the trial ledger alone. */
export function workOf(
  chart: Chart,
  { trial, now, role, readTexts = new Set() }: Asking,
  kinds: readonly WorkKind[] = workKindsOf(role),
): readonly WorkItem[] {
  const { state, patient, site } = chart;
  const zones = timeZoneOf(state, trial);
  const looking = { ...chart, trial, zones, now, today: dayAt(now, zones), role, readTexts };
  return kinds
    .filter((what) => !(isUnblinded(trial) && what === 'deviation-to-assess'))
    .flatMap((what) =>
      FINDERS[what](state, looking).map((found) => ({ what, patient, site, ...found, wayOut: WORK[what].wayOut })),
    );
}
