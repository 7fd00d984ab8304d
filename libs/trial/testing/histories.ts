import { lastDay, SITES } from '@bali/protocol';
import {
  PATIENT_EVENTS,
  type PatientData,
  type PatientEvent,
  type PatientEventType,
  patientStream,
  type TrialData,
  type TrialEvent,
} from '@bali/trial';
import { recordId } from './records.js';
import { SAMPLE_DATA, SAMPLE_TRIAL_DATA } from './sample-data.js';

/** An event of a patient with plausible data, changed as told; what the site has to know of is known on its day. */
export function patientEvent<Type extends PatientEventType>(
  type: Type,
  changes: Partial<PatientData<Type>> = {},
): { readonly type: Type; readonly data: PatientData<Type> } {
  const data = { ...SAMPLE_DATA[type], ...changes } as unknown as PatientData<Type>;
  return { type, data: { ...data, ...awareness(type, data, changes) } };
}

/** When the site knew of it, unless the sample or the changes say so. */
function awareness(type: PatientEventType, data: object, changes: object): object {
  const { happened } = PATIENT_EVENTS[type];
  if (happened === undefined || !(happened in changes) || !('awareAt' in data) || 'awareAt' in changes) return {};
  const on = String((data as Readonly<Record<string, unknown>>)[happened]);
  return { awareAt: `${lastDay(on)}T12:00:00+02:00` };
}

/** An event of the trial as a whole with plausible data, changed as told. */
export function trialEvent<Type extends TrialEvent['type']>(
  type: Type,
  changes: Partial<TrialData<Type>> = {},
): { readonly type: Type; readonly data: TrialData<Type> } {
  return { type, data: { ...SAMPLE_TRIAL_DATA[type], ...changes } as TrialData<Type> };
}

/** The trial registered, its list committed, and its five sites open since 15 January 2026. */
export function trialHistory(...more: readonly TrialEvent[]): readonly TrialEvent[] {
  const opened = SITES.map(({ code, name, city, timeZone }) =>
    trialEvent('SiteOpened', { site: code, name, city, timeZone }),
  );
  return [trialEvent('TrialRegistered'), ...opened, trialEvent('RandomizationListCommitted'), ...more];
}

export const STEPS = [
  'consented',
  'screened',
  'baseline',
  'confirmed',
  'randomized',
  'harvested',
  'released',
  'implanted',
  'M1',
  'M3',
  'M6',
  'completed',
] as const;
/** How far a patient has come on the planned way. */
export type CourseStep = (typeof STEPS)[number];

export interface CourseOptions {
  /** The last step taken. */
  readonly until: CourseStep;
  /** `REI-001` if not told; its site is the one it names. */
  readonly patient?: string;
}

/** The events of a patient on the planned way, up to a step. */
export function patientHistory({ until, patient = 'REI-001' }: CourseOptions): readonly PatientEvent[] {
  const taken = STEPS.slice(0, STEPS.indexOf(until) + 1);
  return taken.map((step) => EVENTS[step](patient));
}

const EVENTS: Readonly<Record<CourseStep, (patient: string) => PatientEvent>> = {
  consented: (patient) => patientEvent('ConsentGiven', { patient, site: patient.slice(0, 3) }),
  screened: () => patientEvent('PatientScreened'),
  baseline: () => patientEvent('BaselineAssessed'),
  confirmed: (patient) =>
    patientEvent('EligibilityConfirmed', {
      screening: recordId(patientStream(patient), STEPS.indexOf('screened')),
    }),
  randomized: () => patientEvent('Randomized'),
  harvested: () => patientEvent('Harvested'),
  released: () => patientEvent('ProductReleased'),
  implanted: () => patientEvent('Implanted'),
  M1: () => patientEvent('FollowUpAssessed'),
  M3: () => patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' }),
  M6: () => patientEvent('FollowUpAssessed', { visit: 'M6', assessedOn: '2026-09-10' }),
  completed: () => patientEvent('FollowUpCompleted'),
};
