import type { EligibilityLimits } from '@bali/protocol';
import { type DecidedEvent, defineEvent, type DefinedEvent, type EventDetails, type SignedUnder } from '@bali/schema';
import type { TObject, TProperties } from 'typebox';
import type { Condition } from '../condition.js';
import type { DecisionContext } from '../decision.js';
import type { Deviation } from '../deviations/deviations-of.js';
import type { Refusal, RefusalCode } from '../refusal.js';
import type { SignatureId } from '../signing/meanings.js';
import type { TrialState } from '../trial/trial-state.js';
import type { EntryOfType, PatientState } from './chart.js';
import type { Rule } from './rule.js';

/** What a decision about a patient is made with besides the patient's own record. */
export interface PatientContext extends DecisionContext {
  readonly trial: TrialState;
  /** The record of another patient, where a command names one. */
  readonly other?: PatientState;
  /** The limits of eligibility that a version of the protocol brought; the protocol's own, if it is not handed in. */
  readonly limitsOf?: (version: string) => EligibilityLimits | undefined;
  /** Whether whoever gives the command was told the arm of any patient as planned. */
  readonly unblindedAsPlanned?: boolean;
}

/** The same, with what follows from the record itself. */
export interface PatientCircumstances extends PatientContext {
  /** The sign-off that stands. */
  readonly signOff: EntryOfType<'PatientSignedOff'> | undefined;
  /** Why these entries cannot be annulled together. */
  refusesAnnulment(entries: readonly string[]): Refusal | undefined;
  /** The deviations of the patient, as the record shows them now. */
  readonly deviations: () => readonly Deviation[];
}

export type PatientCondition = Condition<PatientState, PatientCircumstances>;

/** A refusal that is always the same. */
export interface Answer {
  readonly code: RefusalCode;
  readonly sentence: string;
}

/** An event that has to be there before another one. */
export interface Step {
  readonly type: string;
  readonly whenMissing: Answer | undefined;
}

/** That an event is recorded once for a patient, or once for each value of one of its fields. */
export interface Once {
  /** The field of which each value has an event of its own; absent: once for the patient. */
  readonly per?: string;
  readonly code: RefusalCode;
  sentence(data: never): string;
  /** The field that the refusal names (a JSON pointer). */
  readonly field?: string;
}

/** The fields that nobody enters, and how the software computes them from what was entered. */
export interface Computed {
  readonly fields: readonly string[];
  /** Whether they follow from the other values of the entry alone, and are corrected along with these. */
  readonly followsItsEntry: boolean;
  from(entered: never, state: PatientState, context: PatientContext): object;
}

/** What the same command records besides, so that what goes together is entered once and cannot contradict itself. */
export interface Companion {
  /** What the entry itself gets with it, such as the number of the other one. */
  readonly data: object;
  readonly events: readonly DecidedEvent[];
}

export type Standing = 'allowed' | 'refused';

/** Facts that whoever knows the arm records too, and what of the event needs judgement. */
export interface OnlyFacts {
  /** The fields that need judgement, and the one value of each that judges nothing; `undefined`: it is left out. */
  readonly judged: Readonly<Record<string, unknown>>;
}

/** What an event of a patient says of itself besides what every event says. */
export interface Course {
  /** What has to be there, or has to hold, before it. */
  readonly needs: readonly (Step | PatientCondition)[];
  /** The refusal of what needs this event and does not find it; `undefined`: nothing needs it. */
  readonly whenMissing: Answer | undefined;
  /** `undefined`: as often as it happens. */
  readonly once: Once | undefined;
  /** What has to hold besides, looked at after `once`. */
  readonly conditions: readonly PatientCondition[];
  /** What has to hold of its values, whether they are entered or corrected, besides the rules of every entry. */
  readonly rules: readonly Rule[];
  readonly computed: Computed | undefined;
  /** What the same command records besides; absent: nothing. */
  readonly brings?: (
    entered: never,
    state: PatientState,
    place: { readonly timeZone: string },
  ) => Companion | undefined;
  /** That it may have happened before the consent, and before the site was opened: it is history; absent: it may not. */
  readonly beforeConsent?: 'allowed';
  /** Whether it may have happened after the patient's death. */
  readonly afterDeath: Standing;
  /**
   * Whether it may have happened after a withdrawal of consent. `refused`: not after one from the follow-up; `part-of-treatment`:
   * nor after one from the treatment; `from-public-source`: only if the consent allowed that.
   */
  readonly afterWithdrawal: Standing | 'part-of-treatment' | 'from-public-source';
  /** Whether it may have happened after the site was closed. */
  readonly afterSiteClosed: Standing;
  /** Whether it may be recorded while the database is locked; `marked`: it may, and is outside of the locked analysis. */
  readonly afterLock: Standing | 'marked';
  /** Whether whoever was told the patient's arm may record or correct it: a judgement is coloured by that knowledge. */
  readonly byWhoKnowsTheArm: Standing | OnlyFacts;
  /** Whether it changes what an investigator has signed off; what says who was told an arm stands beside the record. */
  readonly changesRecord: boolean;
}

interface PatientEventDetails<Fields extends TProperties, Name extends string>
  extends EventDetails<Fields, SignatureId>, Course {
  readonly command: { readonly name: Name; readonly action: string };
}

export interface PatientEventDefinition<
  Type extends string = string,
  Fields extends TProperties = TProperties,
  Name extends string = string,
>
  extends DefinedEvent<Type, TObject<Fields>>, Course {
  readonly command: { readonly name: Name; readonly action: string };
  readonly signedUnder: readonly SignedUnder<SignatureId>[];
}

/** Defines an event of a patient's record: the stream `patient-…`. */
export function definePatientEvent<const Type extends string, Fields extends TProperties, const Name extends string>(
  type: Type,
  details: PatientEventDetails<Fields, Name>,
): PatientEventDefinition<Type, Fields, Name> {
  return { ...details, ...defineEvent(type, details), command: details.command, signedUnder: details.signedUnder };
}
