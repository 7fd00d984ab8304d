import type { EventDefinition } from './event-definition.js';

/** How a free text is shown, given its hash. */
export type ShowText = (hash: string) => string;

/** What a sentence needs besides the event's data. */
export interface About {
  /** The patient's code; empty where the event is not about a patient. */
  readonly patient: string;
  /** The user id of the account that the event is about; absent: it is about none. */
  readonly account?: string;
  readonly show: ShowText;
  /** The version of the words, in a package; absent: the newest. A sentence that read otherwise in an older one says it so. */
  readonly wording?: number;
  /** The definition of another event that this one is about. @throws UnknownEvent */
  readonly definitionOf: (type: string) => EventDefinition;
}

/** What an event says that happened, in quotation marks: nobody has to know the names of types. @throws UnknownEvent */
export function eventInWords(type: string, { definitionOf }: Pick<About, 'definitionOf'>): string {
  return `“${definitionOf(type).about}”`;
}

/** From this version of the words on, a sentence says what happened in place of the name of a type. */
const WORDING_WITHOUT_TYPES = 4;

/** Whether a sentence is to be as it was when it named the type of an event. */
export function namesTypes({ wording = WORDING_WITHOUT_TYPES }: Pick<About, 'wording'>): boolean {
  return wording < WORDING_WITHOUT_TYPES;
}

/** A name from the data as people read it: `not-related` is "not related". */
export function words(name: string): string {
  return name.replaceAll('-', ' ');
}

/** Parts in parentheses, without those that are missing; nothing if all are. */
export function details(...parts: readonly (string | undefined)[]): string {
  const given = parts.filter((part) => part !== undefined);
  return given.length === 0 ? '' : ` (${given.join('; ')})`;
}

/** A free text with what it is, if there is one. */
export function optionalText(name: string, hash: string | undefined, show: ShowText): string | undefined {
  return hash === undefined ? undefined : `${name}: ${show(hash)}`;
}

/** `one`, `one and another`, `one, another and a third`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** A moment as it was entered, offset included, without seconds that say nothing. */
export function moment(instant: string): string {
  const [date = '', time = ''] = instant.split('T');
  return `${date} at ${time
    .replace(/:00(?=Z|[+-])/, '')
    .replace(/Z$/, ' UTC')
    .replace(/(?=[+-]\d\d:\d\d$)/, ' ')}`;
}

/** The sites of a site role, as they follow what is held for them; nothing for a role without sites. */
export function forSites(sites: readonly string[]): string {
  return sites.length === 0 ? '' : ` for ${sites.length === 1 ? 'the site' : 'the sites'} ${listed(sites)}`;
}

/** From this version of the words on, dates and identifiers keep their hyphens, and the cause of a correction stands beside its reason. */
export const WORDING_WITH_CAUSES = 4;

/** Whether a sentence is to be as it was before {@link WORDING_WITH_CAUSES}. */
export function isBeforeCauses({ wording = WORDING_WITH_CAUSES }: Pick<About, 'wording'>): boolean {
  return wording < WORDING_WITH_CAUSES;
}

/**
 * What a person said under several names, as people read it: `relatedTo: not-related` is "related to not related".
 * @param earlier how a value was written before {@link WORDING_WITH_CAUSES}, hyphens and all
 */
export function saidInWords(
  said: object,
  about: Pick<About, 'wording'>,
  earlier: (value: unknown) => string = String,
): string {
  const shown = (value: unknown) => (isBeforeCauses(about) ? words(earlier(value)) : valueInWords(value));
  return Object.entries(said)
    .map(
      ([name, value]) => `${words(name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))} ${shown(value)}`,
    )
    .join(', ');
}

/** A word of a closed list: `not-related`. A date, a number and an identifier are none. */
const CODED = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+$/;

function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).join(', ') || 'none';
  const text = String(value);
  return CODED.test(text) ? words(text) : text;
}
