import type { CalendarDate } from '@bali/protocol';
import {
  all,
  contactsOf,
  deviationsOn,
  endpointWindow,
  has,
  indexLimbOf,
  isExcludedFromPerProtocol,
  last,
  type Limb,
  type PatientState,
  randomizationDate,
  siteOn,
  tellsOf,
  windowsFrom,
} from '@bali/trial';
import { type OutcomeContext, PRIMARY, SENSITIVITIES } from './definitions.js';
import { inclusionDay, periodOf, timeToDeath, timeToEndpoint, type TimeToEvent } from './time-to-event.js';

/** Who is analysed in which way. */
export interface Populations {
  /** Everybody who was randomized, as randomized. */
  readonly intentionToTreat: boolean;
  /** Everybody whose anaesthesia or harvest was begun, by what was really implanted. */
  readonly safety: boolean;
  readonly implanted: boolean;
  /** Implanted as randomized, into the index limb, and no deviation that stands was assessed to exclude the patient, nor one of the unit. */
  readonly perProtocol: boolean;
}

/** One randomized patient as analyses see it: one row of the analysis table. */
export interface PatientOutcome {
  readonly patient: string;
  readonly site: string;
  readonly stratum: string;
  readonly sex: 'female' | 'male';
  /** Year of the consent minus year of birth, in years. */
  readonly age: number;
  readonly indexLimb: Limb | undefined;
  readonly randomizedOn: CalendarDate;
  /** The day for which it was confirmed that the patient is eligible. */
  readonly includedOn: CalendarDate;
  /** Time zero: the first implantation, or the randomization where there is none. */
  readonly timeZero: CalendarDate;
  readonly hasTimeZeroOfImplantation: boolean;
  /** The last day on which an event counts. */
  readonly sixMonthsOn: CalendarDate;
  /** Whether the window of the 6-month visit has closed: only then the patient is in proportions. */
  readonly isWindowClosed: boolean;
  /** Had an event, or is known to have passed the 6 months without one. */
  readonly isEvaluable: boolean;
  readonly populations: Populations;
  readonly endpoint: TimeToEvent;
  readonly death: TimeToEvent;
  /** The endpoint by each definition of the sensitivity analyses, by its name. */
  readonly sensitivities: Readonly<Record<string, TimeToEvent>>;
}

/** `undefined`: the patient is not randomized, or the randomization is a second one of a person whom another code counts. */
export function patientOutcome(
  patient: string,
  state: PatientState,
  context: OutcomeContext,
): PatientOutcome | undefined {
  if (has(state, 'SamePerson')) return undefined;
  const randomization = all(state, 'Randomized')[0];
  const consent = last(state, 'ConsentGiven')?.data;
  const randomizedOn = randomizationDate(state, context.timeZone);
  const period = periodOf(state, context);
  const endpoint = timeToEndpoint(state, context, PRIMARY);
  const death = timeToDeath(state, context, PRIMARY);
  if (!randomization || !consent || !randomizedOn || !period || !endpoint || !death) return undefined;
  const window = endpointWindow(windowsFrom(period.from, context.trial));
  const hasTimeZeroOfImplantation = has(state, 'Implanted');
  const indexLimb = indexLimbOf(state);
  return {
    ...{
      patient,
      site: siteWhere(state, randomizedOn, consent.site),
      stratum: randomization.data.stratum,
      sex: consent.sex,
    },
    age: Number(consent.consentedOn.slice(0, 4)) - consent.yearOfBirth,
    includedOn: inclusionDay(state, context.timeZone, randomizedOn),
    ...{ indexLimb, randomizedOn, timeZero: period.from, hasTimeZeroOfImplantation, sixMonthsOn: period.until },
    isWindowClosed: window !== undefined && context.asOf > window.closesOn,
    isEvaluable: endpoint.end !== 'censored' || isKnownToHavePassed(state, indexLimb, window?.opensOn),
    populations: populationsOf(state, indexLimb, context),
    ...{ endpoint, death, sensitivities: sensitivitiesOf(state, context) },
  };
}

/** The site that randomized the patient. */
function siteWhere(state: PatientState, randomizedOn: CalendarDate, consented: string): string {
  return siteOn(state, randomizedOn) ?? consented;
}

function populationsOf(state: PatientState, indexLimb: Limb | undefined, context: OutcomeContext): Populations {
  const { trial, asOf, wasGivenOther = false, isExcludedByUnit = false } = context;
  const implanted = has(state, 'Implanted');
  const isAsRandomized = !wasGivenOther && all(state, 'Implanted').every(({ data }) => data.limb === indexLimb);
  return {
    ...{ intentionToTreat: true, safety: isHarvestBegun(state), implanted },
    perProtocol:
      implanted && isAsRandomized && !isExcludedByUnit && !isExcludedFromPerProtocol(deviationsOn(state, trial, asOf)),
  };
}

/** A harvest that gave no marrow is recorded as the cause why nothing was implanted. */
function isHarvestBegun(state: PatientState): boolean {
  return has(state, 'Harvested') || all(state, 'ImplantationNotDone').some(({ data }) => data.why === 'dry-tap');
}

/** By a contact from the first day of the window of the 6-month visit on. */
function isKnownToHavePassed(state: PatientState, limb: Limb | undefined, opensOn: CalendarDate | undefined): boolean {
  if (opensOn === undefined) return false;
  const limbs: readonly Limb[] = limb === undefined ? ['left', 'right'] : [limb];
  return contactsOf(state).some(
    (contact) =>
      contact.on >= opensOn && contact.vitalStatus === 'alive' && limbs.every((one) => tellsOf(contact, one)),
  );
}

function sensitivitiesOf(state: PatientState, context: OutcomeContext): Readonly<Record<string, TimeToEvent>> {
  const times = Object.entries(SENSITIVITIES).map(([name, definition]) => [
    name,
    timeToEndpoint(state, context, definition),
  ]);
  return Object.fromEntries(times) as Readonly<Record<string, TimeToEvent>>;
}
