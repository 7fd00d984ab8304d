import type { Arm, CalendarDate, Instant } from '@bali/protocol';
import type { DecisionContext, Refusal } from '@bali/trial';
import type { Container } from '../containers/containers.js';
import type { CellEntry, CellTherapyState } from './cell-record.js';

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

/** Everything that a rule looks at besides the event. */
export interface Situation extends CellTherapyContext {
  readonly state: CellTherapyState;
  /** What was recorded of this patient before. */
  readonly cells: readonly CellEntry[];
  /** The patient's containers, as these records have left them. */
  readonly containers: readonly Container[];
  /** The date of {@link DecisionContext.now} at the patient's site. */
  readonly today: CalendarDate;
}

/** When an event happened. */
export interface Occurrence {
  /** As it was entered: a date, or a moment with its offset. */
  readonly when: string;
  /** JSON pointer to the field that says so. */
  readonly whenField: string;
}

/** What has to hold of an event of the unit, whether it is recorded or one of its values is corrected. */
export interface Rule {
  /** What has to hold, as a sentence. */
  readonly says: string;
  refuses(data: never, situation: Situation, occurrence: Occurrence): Refusal | undefined;
}
