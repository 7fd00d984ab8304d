import type { Instant } from '@bali/protocol';
import { type DefinedEvent, defineEvent, type EventDetails, type SignedUnder } from '@bali/schema';
import type { TObject, TProperties } from 'typebox';
import type { Condition } from '../condition.js';
import type { DecisionContext } from '../decision.js';
import type { Standing } from '../patient/define-patient-event.js';
import type { Refusal } from '../refusal.js';
import type { SignatureId } from '../signing/meanings.js';
import type { TrialState } from './trial-state.js';

/** How the sign-off stands, read from the patients' records before the lock is decided on. */
export interface PatientsSignedOff {
  readonly randomizedPatients: number;
  /** The randomized patients whose record, as it stands, is not signed off, and whether their participation has ended. */
  readonly notSignedOff: readonly { readonly patient: string; readonly hasEnded: boolean }[];
  /** When something of a day of treatment was last recorded, of whichever randomized patient. Absent: nothing was. */
  readonly treatedAt?: Instant;
}

/** What a decision about the trial as a whole is made with besides its own record. */
export interface TrialContext extends DecisionContext {
  /** Handed in when the lock is decided on, or the unit's statement that it asks for. */
  readonly patients?: PatientsSignedOff;
  /** Handed in when an annulment is decided on: the sites that had a patient. */
  readonly sitesWithPatients?: ReadonlySet<string>;
  /** Handed in with it: the openings of cards by which their patient is randomized. */
  readonly cardsInUse?: ReadonlySet<string>;
  /** Handed in when a recommendation of the data monitoring board is decided on: as of which events it was shown its tables. */
  readonly boardLooks?: ReadonlySet<number>;
}

export type TrialCondition = Condition<TrialState, TrialContext>;

/** What has to hold of the values of an event, whether they are entered or corrected. */
export interface TrialRule {
  /** What has to hold, as a sentence. */
  readonly says: string;
  refuses(data: never): Refusal | undefined;
}

/** What an event of the trial as a whole says of itself besides what every event says. */
export interface TrialCourse {
  /** What has to hold when it is recorded. */
  readonly conditions: readonly TrialCondition[];
  readonly rules: readonly TrialRule[];
  /** The fields that nobody enters, and how the software computes them. */
  readonly computed:
    { readonly fields: readonly string[]; from(state: TrialState, context: TrialContext): object } | undefined;
  /** Whether it may be recorded while the database is locked. */
  readonly afterLock: Standing;
}

interface TrialEventDetails<Fields extends TProperties, Name extends string>
  extends EventDetails<Fields, SignatureId>, TrialCourse {
  readonly command: { readonly name: Name; readonly action: string | undefined };
}

export interface TrialEventDefinition<
  Type extends string = string,
  Fields extends TProperties = TProperties,
  Name extends string = string,
>
  extends DefinedEvent<Type, TObject<Fields>>, TrialCourse {
  readonly command: { readonly name: Name; readonly action: string | undefined };
  readonly signedUnder: readonly SignedUnder<SignatureId>[];
}

/** Defines an event of the trial as a whole: the stream `trial`. */
export function defineTrialEvent<const Type extends string, Fields extends TProperties, const Name extends string>(
  type: Type,
  details: TrialEventDetails<Fields, Name>,
): TrialEventDefinition<Type, Fields, Name> {
  return { ...details, ...defineEvent(type, details), command: details.command, signedUnder: details.signedUnder };
}
