import {
  type CalendarDate,
  compareInstants,
  type CriterionId,
  type Instant,
  type PartialDate,
  siteOfPatient,
  type Verdict,
} from '@bali/protocol';
import {
  adjudicatedRecord,
  all,
  allStruck,
  contactsOf,
  currentSite,
  indexLimbOf,
  isLost,
  last,
  type MajorAmputation,
  majorAmputations,
  type PatientData,
  type PatientState,
  type PatientStatus,
  samePersonAs,
  signOffInForce,
  statusOf,
  type Stay,
  staysOf,
  tellsOf,
  withdrawalInForce,
  randomizedAtOf,
} from '@bali/trial';
import { present } from '@bali/schema';
import { type BesideLock, besideLockOf, type CountedSummary } from './beside-lock.js';
import { asIfNothingWereStruck, type StruckCounts, struckCounts } from './struck-summary.js';

export type Limb = MajorAmputation['side'];

/** What is known of a patient by one contact. */
interface ContactSummary {
  readonly on: CalendarDate;
  readonly isAlive: boolean;
  /** The limbs of which it is known whether they were amputated. */
  readonly knownLimbs: readonly Limb[];
}

/** What lists and reports ask of a patient, so that they need not read the whole record. */
export interface PatientSummary {
  readonly patient: string;
  /** Where the patient is now. */
  readonly site: string;
  /** Where the patient was before, and the last revision of the record that each of those sites sees. */
  readonly formerSites?: readonly { readonly site: string; readonly throughRevision: number }[];
  /** Where the patient was and is, by day, where there was a transfer. */
  readonly stays?: readonly Stay[];
  /** The code under which this person takes part, where this one does not count. */
  readonly samePersonAs?: string;
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
  /** The codes of the visits that are recorded as missed. */
  readonly missedVisits: readonly string[];
  /** Visits and all other contacts, in the order of their days: how the patient was then. */
  readonly contacts: readonly ContactSummary[];
  /** The limb of the primary endpoint. */
  readonly indexLimb?: Limb;
  /** Of either limb, in the order of their days; before the randomization too. */
  readonly majorAmputations: readonly MajorAmputation[];
  /** What counts for the endpoint instead, where adjudicators judged an amputation or the death. Absent: nothing was judged. */
  readonly adjudicated?: Pick<PatientSummary, 'majorAmputations' | 'diedOn'>;
  readonly withdrawnOn?: CalendarDate;
  /** The last contact, if the patient is lost to follow-up. */
  readonly lastContactOn?: PartialDate;
  readonly completedOn?: CalendarDate;
  readonly diedOn?: PartialDate;
  /** When the investigator signed off the record, if it has not changed since. */
  readonly signedOffAt?: Instant;
  /** What was annulled that had counted for the endpoint or for safety, and how the patient would be counted with it. */
  readonly struck?: StruckSummary;
  /** How the patient is counted as of the lock, and with the errata. Absent: nothing was recorded after a lock. */
  readonly besideLock?: BesideLock;
}

export interface StruckSummary extends StruckCounts {
  readonly asIfStanding: Pick<PatientSummary, 'visits' | 'contacts' | 'majorAmputations' | 'diedOn' | 'adjudicated'>;
}

export function summaryOf(patient: string, state: PatientState): PatientSummary {
  const besideLock = besideLockOf(state, (counted) => countedSummary(patient, counted));
  return { ...countedSummary(patient, state), ...(besideLock && { besideLock }) };
}

function countedSummary(patient: string, state: PatientState): CountedSummary {
  const consent = consentOf(patient, state);
  return present<CountedSummary>({
    patient,
    site: currentSite(state) ?? siteOfPatient(patient),
    formerSites: formerSites(state),
    stays: stays(state),
    samePersonAs: samePersonAs(state),
    status: statusOf(state),
    sex: consent.sex,
    yearOfBirth: consent.yearOfBirth,
    consentedOn: consent.consentedOn,
    screening: screeningOf(state),
    randomizedAt: randomizedAtOf(state),
    harvestedAt: last(state, 'Harvested')?.data.harvestedAt,
    implantedAt: firstImplantation(state),
    visits: all(state, 'FollowUpAssessed').map(({ data: { visit, assessedOn } }) => ({ visit, assessedOn })),
    missedVisits: all(state, 'VisitMissed').map(({ data }) => data.visit),
    contacts: contactSummaries(state),
    indexLimb: indexLimbOf(state),
    majorAmputations: majorAmputations(state),
    adjudicated: adjudicatedOf(state),
    withdrawnOn: withdrawnOn(state),
    lastContactOn: isLost(state) ? last(state, 'LostToFollowUp')?.data.lastContactOn : undefined,
    completedOn: last(state, 'FollowUpCompleted')?.data.completedOn,
    diedOn: last(state, 'Died')?.data.diedOn,
    signedOffAt: signOffInForce(state)?.recordedAt,
    struck: struckOf(state),
  });
}

function adjudicatedOf(state: PatientState): PatientSummary['adjudicated'] {
  const judged = adjudicatedRecord(state);
  if (judged === state) return undefined;
  return present({ majorAmputations: majorAmputations(judged), diedOn: last(judged, 'Died')?.data.diedOn });
}

function struckOf(state: PatientState): StruckSummary | undefined {
  const counts = struckCounts(state);
  if (counts === undefined) return undefined;
  const whole = asIfNothingWereStruck(state);
  const counting = present({ diedOn: last(whole, 'Died')?.data.diedOn, adjudicated: adjudicatedOf(whole) });
  const visits = all(whole, 'FollowUpAssessed').map(({ data: { visit, assessedOn } }) => ({ visit, assessedOn }));
  const counted = { visits, contacts: contactSummaries(whole), majorAmputations: majorAmputations(whole) };
  return { ...counts, asIfStanding: { ...counted, ...counting } };
}

/** From when on nothing is followed up; a withdrawal from the treatment alone ends it only for those who are not randomized. */
function withdrawnOn(state: PatientState): CalendarDate | undefined {
  const isRandomized = last(state, 'Randomized') !== undefined;
  return withdrawalInForce(state, isRandomized ? 'follow-up' : 'treatment')?.data.withdrawnOn;
}

/** Of a patient whose consent was annulled, the code stays, and what the list says of it. */
function consentOf(patient: string, state: PatientState): PatientData<'ConsentGiven'> {
  const consent = last(state, 'ConsentGiven') ?? allStruck(state, 'ConsentGiven').at(-1);
  if (consent === undefined) throw new Error(`the record of ${patient} does not begin with a consent`);
  return consent.data;
}

const LIMBS = ['left', 'right'] as const;

function contactSummaries(state: PatientState): readonly ContactSummary[] {
  return contactsOf(state).map((contact) => ({
    on: contact.on,
    isAlive: contact.vitalStatus === 'alive',
    knownLimbs: LIMBS.filter((limb) => tellsOf(contact, limb)),
  }));
}

/** Time zero of the follow-up, where there is one. */
function firstImplantation(state: PatientState): Instant | undefined {
  return all(state, 'Implanted')
    .map(({ data }) => data.implantedAt)
    .toSorted(compareInstants)[0];
}

function stays(state: PatientState): PatientSummary['stays'] {
  const all = staysOf(state);
  return all.length > 1 ? all : undefined;
}

function formerSites(state: PatientState): PatientSummary['formerSites'] {
  const transfers = all(state, 'PatientTransferred');
  if (transfers.length === 0) return undefined;
  return transfers.map(({ data: { fromSite }, revision }) => ({ site: fromSite, throughRevision: revision }));
}

function screeningOf(state: PatientState): PatientSummary['screening'] {
  const data = last(state, 'PatientScreened')?.data;
  if (data === undefined) return undefined;
  const { screenedOn, verdict, failed, notAssessed } = data;
  return { screenedOn, verdict, failed: failed as CriterionId[], notAssessed: notAssessed as CriterionId[] };
}
