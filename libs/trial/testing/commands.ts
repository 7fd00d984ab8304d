import {
  type PatientCommand,
  type PatientData,
  type PatientEvent,
  type PatientEventType,
  RECORDED_AS_ENTERED,
  type TrialCommand,
  type TrialEvent,
} from '@bali/trial';
import type { TrialData } from './sample-data.js';

/** The command that asks for an event of a patient. */
export function commandFor<Type extends PatientEventType>(asked: {
  readonly type: Type;
  readonly data: PatientData<Type>;
}): PatientCommand {
  const event = asked as PatientEvent;
  if (event.type === 'PatientScreened') {
    const { screenedOn, answers } = event.data;
    return { type: 'ScreenPatient', data: { screenedOn, answers } };
  }
  if (event.type === 'AdverseEventReported') {
    return { type: 'ReportAdverseEvent', data: without('number', event.data) };
  }
  if (event.type === 'EligibilityConfirmed') return { type: 'ConfirmEligibility', data: {} };
  if (event.type === 'PatientSignedOff') return { type: 'SignOffPatient', data: {} };
  const type = Object.entries(RECORDED_AS_ENTERED).find(([, recorded]) => recorded === event.type)?.[0];
  return { type, data: event.data } as PatientCommand;
}

/** The command that asks for an event of the trial as a whole. */
export function trialCommandFor<Type extends TrialEvent['type']>(asked: {
  readonly type: Type;
  readonly data: TrialData<Type>;
}): TrialCommand {
  const event = asked as TrialEvent;
  switch (event.type) {
    case 'TrialRegistered':
      return { type: 'RegisterTrial', data: event.data };
    case 'RecruitmentTargetAmended':
      return { type: 'AmendRecruitmentTarget', data: without('formerTarget', event.data) };
    case 'VisitScheduleAmended':
      return { type: 'AmendVisitSchedule', data: event.data };
    case 'SiteOpened':
      return { type: 'OpenSite', data: event.data };
    case 'SiteClosed':
      return { type: 'CloseSite', data: event.data };
    case 'DatabaseLocked':
      return { type: 'LockDatabase', data: { ...event.data, notSignedOff: [] } };
    case 'DatabaseUnlocked':
      return { type: 'UnlockDatabase', data: {} };
    case 'RandomizationListCommitted':
      return { type: 'CommitRandomizationList', data: event.data };
    case 'SealedLedgerAnchored':
      return { type: 'AnchorSealedLedger', data: event.data };
    case 'TrialUnblinded':
      return { type: 'UnblindTrial', data: {} };
    case 'TrialUnblindingImpactAssessed':
      return { type: 'AssessTrialUnblinding', data: event.data };
  }
}

function without<Data extends object, Name extends keyof Data & string>(name: Name, data: Data): Omit<Data, Name> {
  return Object.fromEntries(Object.entries(data).filter(([other]) => other !== name)) as Omit<Data, Name>;
}
