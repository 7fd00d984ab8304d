import type { Static, TObject, TProperties, TSchema } from 'typebox';
import { type EarlierDefinition, type EarlierVersion, earlierVersions } from './earlier-version.js';
import type { EventDefinition } from './event-definition.js';
import { record } from './fields.js';
import type { About } from './words.js';

/** A signature under which an event stands: always, or only with data of which `onlyIf` is true. */
export interface SignedUnder<Signature extends string = string> {
  readonly signature: Signature;
  onlyIf?(data: never): boolean;
  /** What the signer has to be allowed to do, where it is not the action of the event's command. */
  readonly action?: string;
}

/** The command that asks for an event. */
export interface CommandDetails<Name extends string = string> {
  /** In the imperative, in the clinicians' own words. */
  readonly name: Name;
  /** The row of the table of permissions; `undefined` for what the software does by itself. */
  readonly action: string | undefined;
}

/**
 * That an entry is annulled by two people: one asks for it under signature, another confirms. What counts in the endpoint or for
 * safety is not taken out by one person alone.
 */
export interface ByTwoPeople {
  /** Which of them, as it follows "by two people". Empty: each of them. */
  readonly says: string;
  isAsked(data: never, state: never, circumstances: never): boolean;
}

/** What every event of every ledger says of itself. No field has a default, so that nothing is forgotten in silence. */
export interface EventDetails<Fields extends TProperties, Signature extends string = string> {
  readonly schemaVersion: number;
  /** The versions that were written before, if there were any. */
  readonly earlier?: readonly EarlierVersion[];
  /** What happened, as the beginning of a sentence. */
  readonly about: string;
  /** The fields of `data`. */
  readonly data: Fields;
  /** The field that says when it happened in the world; `undefined`: it happens when it is recorded. */
  readonly happened: (keyof Fields & string) | undefined;
  /** Whether its reason and its free texts can give away an arm, so that they are shown to nobody who is blinded. */
  readonly mayGiveAwayArm: boolean;
  /** JSON pointers to what identifies the record or was computed or drawn: nobody enters it, so nobody corrects it. */
  readonly notCorrectable: readonly string[];
  /**
   * Whether it can be annulled: because it was entered for the wrong patient, twice, or did not happen. Never: what draws,
   * takes or opens the randomization list, an unblinding, a signature as such, a redaction, and what the software did itself.
   */
  readonly mayBeAnnulled: boolean | ByTwoPeople;
  /** The signatures under which it stands; none: it is not signed. */
  readonly signedUnder: readonly SignedUnder<Signature>[];
  readonly command: CommandDetails | undefined;
  /** What follows "… recorded that" in the audit log; `plainly`, where the event needs no better one. */
  sentence(data: Static<TObject<Fields>>, about: About, itself: EventDefinition): string;
  /** Plausible data, for tests and documentation. */
  readonly sample: Static<TObject<Fields>>;
}

/** An event as it was defined, whatever its fields are. */
export interface DefinedEvent<Type extends string = string, Schema extends TSchema = TSchema> extends EventDefinition<
  Type,
  Schema
> {
  readonly happened: string | undefined;
  readonly mayGiveAwayArm: boolean;
  readonly notCorrectable: readonly string[];
  readonly mayBeAnnulled: boolean | ByTwoPeople;
  readonly signedUnder: readonly SignedUnder[];
  readonly command: CommandDetails | undefined;
  sentence(data: never, about: About): string;
  readonly sample: unknown;
  /** Oldest first. */
  readonly earlier: readonly EarlierDefinition[];
}

/** Defines an event of a ledger. A room whose events have rules of their own has a function of its own around this one. */
export function defineEvent<const Type extends string, Fields extends TProperties>(
  type: Type,
  details: EventDetails<Fields>,
): DefinedEvent<Type, TObject<Fields>> {
  const defined = { ...details, type, data: record(details.data) };
  const current = { ...defined, sentence: (data: never, about: About) => details.sentence(data, about, defined) };
  return { ...current, earlier: earlierVersions(current, details.earlier ?? []) };
}
