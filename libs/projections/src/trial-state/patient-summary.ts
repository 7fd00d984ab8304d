import { type CalendarDate, type CriterionId, type Instant, siteOfPatient, type Verdict } from '@bali/protocol';
import {
  all,
  majorAmputationDates,
  isLost,
  last,
  type PatientState,
  type PatientStatus,
  signOffInForce,
  statusOf,
  withdrawalInForce,
} from '@bali/trial';

/** What lists and reports ask of a patient, so that they need not read the whole record. */
export interface PatientSummary {
  readonly patient: string;
  readonly site: string;
  readonly status: PatientStatus;
  readonly sex: 'female' | 'male';
  readonly yearOfBirth: number;
  readonly consentedOn: CalendarDate;
  /** The last screening: the one that counts. */
  readonly screening?: {
    readonly screenedOn: CalendarDate;
    readonly verdict: Verdict;
    readonly failed: readonly CriterionId[];
    readonly notAssessed: readonly CriterionId[];
  };
  readonly randomizedAt?: Instant;
  readonly harvestedAt?: Instant;
  readonly implantedAt?: Instant;
  readonly visits: readonly { readonly visit: string; readonly assessedOn: CalendarDate }[];
  /** In their order; before the implantation too. */
  readonly majorAmputationsOn: readonly CalendarDate[];
  readonly withdrawnOn?: CalendarDate;
  /** The last contact, if the patient is lost to follow-up. */
  readonly lastContactOn?: CalendarDate;
  readonly completedOn?: CalendarDate;
  readonly diedOn?: CalendarDate;
  /** When the investigator signed off the record, if it has not changed since. */
  readonly signedOffAt?: Instant;
}

export function summaryOf(patient: string, state: PatientState): PatientSummary {
  const consent = last(state, 'ConsentGiven')?.data;
  if (consent === undefined) throw new Error(`the record of ${patient} does not begin with a consent`);
  return present({
    patient,
    site: siteOfPatient(patient),
    status: statusOf(state),
    sex: consent.sex,
    yearOfBirth: consent.yearOfBirth,
    consentedOn: consent.consentedOn,
    screening: screeningOf(state),
    randomizedAt: last(state, 'Randomized')?.recordedAt,
    harvestedAt: last(state, 'Harvested')?.data.harvestedAt,
    implantedAt: last(state, 'Implanted')?.data.implantedAt,
    visits: all(state, 'FollowUpAssessed').map(({ data: { visit, assessedOn } }) => ({ visit, assessedOn })),
    majorAmputationsOn: majorAmputationDates(state),
    withdrawnOn: withdrawnOn(state),
    lastContactOn: isLost(state) ? last(state, 'LostToFollowUp')?.data.lastContactOn : undefined,
    completedOn: last(state, 'FollowUpCompleted')?.data.completedOn,
    diedOn: last(state, 'Died')?.data.diedOn,
    signedOffAt: signOffInForce(state)?.recordedAt,
  });
}

/** From when on nothing is followed up; a withdrawal from the treatment alone ends it only for those who are not randomized. */
function withdrawnOn(state: PatientState): CalendarDate | undefined {
  const isRandomized = last(state, 'Randomized') !== undefined;
  return withdrawalInForce(state, isRandomized ? 'follow-up' : 'treatment')?.data.withdrawnOn;
}

function screeningOf(state: PatientState): PatientSummary['screening'] {
  const data = last(state, 'PatientScreened')?.data;
  if (data === undefined) return undefined;
  const { screenedOn, verdict, failed, notAssessed } = data;
  return { screenedOn, verdict, failed: failed as CriterionId[], notAssessed: notAssessed as CriterionId[] };
}

type Unset<Value> = { [Name in keyof Value]: Value[Name] | undefined };

/** Without the members that have no value: as JSON has it. */
function present(summary: Unset<Required<PatientSummary>>): PatientSummary {
  return Object.fromEntries(
    Object.entries(summary).filter(([, value]) => value !== undefined),
  ) as unknown as PatientSummary;
}
