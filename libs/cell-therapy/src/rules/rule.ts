import type { Arm, CalendarDate, Instant } from '@bali/protocol';
import type { DecisionContext, Refusal } from '@bali/trial';
import type { CellEntry, CellTherapyState } from '../cell-therapy-state.js';
import type { CellTherapyEvent } from '../events/cell-events.js';

/** What the trial ledger and the list say of a patient, as the unit's rules need it. */
export interface PatientFacts {
  /** IANA time zone of the site: what "the same day" means there. */
  readonly timeZone: string;
  /** The arm that stands in the patient's slot; absent: the patient is not randomized. */
  readonly arm?: Arm['code'];
  readonly harvestedAt?: Instant;
  readonly implantedAt?: Instant;
  /** When the patient was unblinded as planned, after the 6 months; an emergency is no such unblinding. */
  readonly unblindedAsPlannedAt?: Instant;
}

/** What a decision of the unit is made with besides its own records. */
export interface CellTherapyContext extends DecisionContext {
  readonly facts: PatientFacts;
}

/** Everything that a rule looks at. */
export interface Situation extends CellTherapyContext {
  readonly state: CellTherapyState;
  /** What was recorded of this patient before. */
  readonly cells: readonly CellEntry[];
  /** The date of {@link DecisionContext.now} at the patient's site. */
  readonly today: CalendarDate;
}

/** Why an event may not be recorded, if it may not. */
export type Rule = (event: CellTherapyEvent, situation: Situation) => Refusal | undefined;
