import type { Arm, CalendarDate, Instant, UnitLimits } from '@bali/protocol';
import type { DecisionContext, Refusal } from '@bali/trial';
import type { Container } from '../containers/containers.js';
import type { CellEntry, CellTherapyState } from './cell-record.js';

/** A harvest as the trial ledger has it, and what the unit was held to on that day. */
export interface HarvestFacts {
  readonly number: number;
  readonly harvestedAt: Instant;
  readonly limits: UnitLimits;
  /** The site has annulled its entry. What the unit received of it belongs to no other harvest. */
  readonly isAnnulled?: true;
}

/** What the trial ledger and the list say of a patient, as the unit's rules need it. */
export interface PatientFacts {
  /** IANA time zone of the site: what "the same day" means there. */
  readonly timeZone: string;
  /** The arm that stands in the patient's slot; absent: the patient is not randomized. */
  readonly arm?: Arm['code'];
  /** In the order of their numbers, with those that were annulled; none: the patient is not harvested. */
  readonly harvests: readonly HarvestFacts[];
  readonly implantedAt?: Instant;
  /** The day from which the patient's 6 months are counted: of the implantation, or of the randomization without one. */
  readonly timeZero?: CalendarDate;
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
  /** The harvest that the event belongs to: the one that was received last. */
  readonly harvest?: HarvestFacts;
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
