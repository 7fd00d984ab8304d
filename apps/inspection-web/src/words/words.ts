import { computed, signal } from '@preact/signals';
import { ENGLISH, type Words } from './english.js';
import { FRENCH } from './french.js';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** French lacks no word that English has: the type check says so. */
const TABLE: Readonly<Record<Language, Words>> = { en: ENGLISH, fr: FRENCH };

export const language = signal<Language>('en');

/** The words of the pages in the language of the reader. */
export const words = computed(() => TABLE[language.value]);

/** A number as the reader writes it. */
export function figure(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

/** A name of the API as people read it: `product-released` is “product released”. */
export function spoken(name: string): string {
  const spaced = name.replaceAll('-', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

function wordFor(table: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(table, name) ? (table[name] ?? name) : spoken(name);
}

/** The name of something that the API may call otherwise tomorrow: as it stands, where no word is known. */
export const namedIn = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;

export const statusWord = (status: string): string => wordFor(words.value.statuses, status);
export const roleWord = (role: string): string => wordFor(words.value.roles, role);
export const eventWord = (type: string): string => wordFor(words.value.events, type);
export const ledgerWord = (ledger: string): string => wordFor(words.value.ledgers, ledger);
