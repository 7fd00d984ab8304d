import type { TProperties } from 'typebox';
import type { DefinedEvent } from './define-event.js';
import { UnknownEvent } from './event-definition.js';
import { record } from './fields.js';
import type { About } from './words.js';

/** A version of an event that is no longer written, and that is readable for ever. */
export interface EarlierVersion {
  readonly schemaVersion: number;
  /** The fields that `data` had. */
  readonly data: TProperties;
  /**
   * The data as the next version has it. It never renames or moves a field: old corrections go on naming the field that they
   * corrected. In the trial ledger it adds nothing either, since the state with its digest is in packages that were made before:
   * what old records lack is absent, and functions say what that means. `undefined`: the next version demands what is not known
   * of old records, so that each is read as it is, and whoever reads it takes both.
   */
  readonly upcast: ((data: never) => object) | undefined;
  /** What the event was about, in the words that it always had: version 2 of the words of packages says so. Default: today's. */
  readonly about?: string;
  /**
   * What follows "… recorded that" of a record of this version, in the words that it always had. Default: today's sentence, with
   * the data as raised, which has to come to the same words.
   */
  sentence?(data: never, about: About): string;
}

/** An event's earlier version as it is read today. */
export interface EarlierDefinition extends DefinedEvent {
  /** The data as the version that is written today has it. Absent: it cannot be raised, and is read as it is. */
  raise?(data: unknown): unknown;
}

/** The earlier versions of an event. Each is what the event is today, but for the schema that its records were written under. */
export function earlierVersions(
  current: Omit<DefinedEvent, 'earlier'>,
  versions: readonly EarlierVersion[],
): readonly EarlierDefinition[] {
  const oldestFirst = versions.toSorted((one, other) => one.schemaVersion - other.schemaVersion);
  return oldestFirst.map(({ schemaVersion, data, ...version }, index) => {
    const raise = raisedBy(oldestFirst.slice(index).map(({ upcast }) => upcast));
    const asToday: DefinedEvent['sentence'] = (old, about) => current.sentence((raise?.(old) ?? old) as never, about);
    const sentence: DefinedEvent['sentence'] = (old, about) => version.sentence?.(old, about) ?? asToday(old, about);
    const { about = current.about } = version;
    return { ...current, about, schemaVersion, data: record(data), earlier: [], ...(raise && { raise }), sentence };
  });
}

/** One upcast after the other; `undefined`, if one of them is not to be had. */
function raisedBy(upcasts: readonly EarlierVersion['upcast'][]): EarlierDefinition['raise'] {
  const known = upcasts.filter((upcast) => upcast !== undefined);
  if (known.length < upcasts.length) return undefined;
  return (old) => known.reduce<unknown>((raised, upcast) => upcast(raised as never), old);
}

type Catalogue = Readonly<Record<string, DefinedEvent>>;

/**
 * An event of a catalogue, in the version that a record names.
 * @param schemaVersion default: the version that is written today.
 * @throws UnknownEvent
 */
export function definitionIn(catalogue: Catalogue, type: string, schemaVersion?: number): DefinedEvent {
  const current = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
  const version = schemaVersion ?? current?.schemaVersion ?? 1;
  const known = current?.schemaVersion === version ? current : current?.earlier.find(isOf(version));
  if (known === undefined) throw new UnknownEvent(type, version);
  return known;
}

function isOf(version: number) {
  return ({ schemaVersion }: EarlierDefinition): boolean => schemaVersion === version;
}

/**
 * A record whose data is as the version that is written today has it; the record itself, if its event has no such version, or
 * one that cannot be raised.
 */
export function raisedIn<
  Stored extends { readonly type: string; readonly schemaVersion: number; readonly data: unknown },
>(catalogue: Catalogue, stored: Stored): Stored {
  const current = Object.hasOwn(catalogue, stored.type) ? catalogue[stored.type] : undefined;
  if (current === undefined || current.schemaVersion === stored.schemaVersion) return stored;
  const earlier = current.earlier.find(isOf(stored.schemaVersion));
  if (earlier?.raise === undefined) return stored;
  return { ...stored, schemaVersion: current.schemaVersion, data: earlier.raise(stored.data) };
}
