import type { UnitLimits } from '@bali/protocol';
import { type DefinedEvent, defineEvent, type EventDetails, type SignedUnder } from '@bali/schema';
import type { CorrectionEvent, SignatureId } from '@bali/trial';
import type { Static, TObject, TProperties } from 'typebox';
import type { Container, Whereabouts } from '../containers/containers.js';
import type { DecimalRange } from './ranges.js';
import type { Rule } from './rule.js';

/** A step that has to be recorded before another one. */
export interface CellStep {
  readonly type: string;
  /** The sentence of the refusal of what needs this step and does not find it; `undefined`: nothing needs it. */
  readonly whenMissing: string | undefined;
}

/** A label that an event brings into the world, and the field that it stands in (a JSON pointer). */
export interface LabelGiven {
  readonly label: string;
  readonly field: string;
}

/** The field with the label of the container that something happens to, and where that container has to be. */
export interface HappensTo {
  /** JSON pointer. */
  readonly field: string;
  readonly from: readonly Whereabouts[];
}

/** The fields that nobody enters, and how the software computes them from the others. */
export interface Computed<Field extends string> {
  readonly fields: readonly Field[];
  /** @param limits those of the protocol on the day of the harvest */
  from(entered: never, limits: UnitLimits): object;
}

/** A correction that whoever recorded the entry does not make alone. */
export interface SecondPerson {
  /** The sentence of the refusal. */
  readonly sentence: string;
  /** Whether it is such a correction. */
  isNeededFor(correction: CorrectionEvent['data']): boolean;
}

/** What an event of the unit says of itself besides what every event says. */
export interface CellCourse<Data, ComputedField extends string = string> {
  /** The steps that have to be recorded before it, in their order; it happened no earlier than the last of them. */
  readonly needs: readonly CellStep[];
  readonly whenMissing: string | undefined;
  /** Whether it is recorded once for a patient. */
  readonly once: boolean;
  /** Whether it has to happen on the calendar day of the harvest. */
  readonly onTheDayOfTheHarvest: boolean;
  /** The ranges of its decimals; whole numbers have theirs in the schema. */
  readonly ranges: readonly DecimalRange[];
  /** The label that has to be read off the container, with the patient's code (the field `read`). */
  readonly labelRead: ((data: Data, containers: readonly Container[]) => string | undefined) | undefined;
  /** The labels that come into the world with it; `undefined`: none. */
  readonly labelsGiven: ((data: Data) => readonly LabelGiven[]) | undefined;
  readonly happensTo: HappensTo | undefined;
  /** The patient's containers after it; `undefined`: it leaves all of them as they are. */
  readonly containersAfter: ((containers: readonly Container[], data: Data) => readonly Container[]) | undefined;
  /** What has to hold besides, in the order in which it is looked at. */
  readonly rules: readonly Rule[];
  readonly computed: Computed<ComputedField> | undefined;
  readonly secondPerson: SecondPerson | undefined;
}

/** The command that asks for an event of the unit; `undefined` for what the software does by itself. */
type CellCommand = { readonly name: string; readonly action: string } | undefined;

interface CellEventDetails<Fields extends TProperties, Command extends CellCommand, ComputedField extends string>
  extends EventDetails<Fields, SignatureId>, CellCourse<Static<TObject<Fields>>, ComputedField> {
  readonly happened: keyof Fields & string;
  readonly command: Command;
}

export interface CellEventDefinition<
  Type extends string = string,
  Fields extends TProperties = TProperties,
  Command extends CellCommand = CellCommand,
  ComputedField extends string = string,
>
  extends DefinedEvent<Type, TObject<Fields>>, CellCourse<never, ComputedField> {
  readonly happened: string;
  readonly command: Command;
  readonly signedUnder: readonly SignedUnder<SignatureId>[];
}

/** Defines an event that the cell therapy unit records of a patient, in the sealed ledger. */
export function defineCellEvent<
  const Type extends string,
  Fields extends TProperties,
  const Command extends CellCommand,
  ComputedField extends string = never,
>(
  type: Type,
  details: CellEventDetails<Fields, Command, ComputedField>,
): CellEventDefinition<Type, Fields, Command, ComputedField> {
  const { happened, command, signedUnder } = details;
  return { ...details, ...defineEvent(type, details), happened, command, signedUnder };
}
