import type { Visit } from '@bali/protocol';
import type { Accrual, TrialAsOf } from '@bali/projections';
import { accrualOf, patientsByStatus } from '@bali/projections';
import {
  entriesOfType,
  isOpen,
  lockInForce,
  sitesOf,
  targetInForce,
  type TrialSite,
  type TrialState,
  visitsInForce,
} from '@bali/trial';

/** The trial as it stands now. */
export interface TrialView {
  readonly registered: boolean;
  readonly registryId?: string;
  readonly acronym?: string;
  readonly title?: string;
  readonly sponsor?: string;
  /** Of the registration or the last amendment. */
  readonly protocolVersion?: string;
  /** The target in force, patients. */
  readonly recruitmentTarget: number;
  readonly visits: readonly Visit[];
  readonly sites: readonly SiteView[];
  /** When the database was locked, if it is. */
  readonly lockedAt?: string;
  readonly accrual: Accrual;
  readonly patientsByStatus: ReturnType<typeof patientsByStatus>;
  /** The last event that this view includes. */
  readonly position: number;
}

export interface SiteView extends TrialSite {
  readonly isOpen: boolean;
}

export function trialView({ trial, summaries, position }: TrialAsOf): TrialView {
  const registered = entriesOfType(trial, 'TrialRegistered')[0]?.data;
  const identity = registered && {
    registryId: registered.registryId,
    acronym: registered.acronym,
    title: registered.title,
    sponsor: registered.sponsor,
    protocolVersion: protocolVersion(trial) ?? registered.protocolVersion,
  };
  const lock = lockInForce(trial);
  return {
    registered: registered !== undefined,
    ...identity,
    recruitmentTarget: targetInForce(trial),
    visits: visitsInForce(trial),
    sites: siteViews(trial),
    ...(lock && { lockedAt: lock.recordedAt }),
    accrual: accrualOf(trial, summaries),
    patientsByStatus: patientsByStatus(summaries),
    position,
  };
}

function protocolVersion(trial: TrialState): string | undefined {
  const amendments = trial.entries.flatMap((entry) =>
    entry.type === 'RecruitmentTargetAmended' || entry.type === 'VisitScheduleAmended' ? [entry.data] : [],
  );
  return amendments.at(-1)?.protocolVersion;
}

export function siteViews(trial: TrialState): readonly SiteView[] {
  return sitesOf(trial).map((site) => ({ ...site, isOpen: isOpen(site) }));
}
