import type { Codelist, Origin, Variable } from './dataset.js';

type More = Partial<Omit<Variable, 'name' | 'label' | 'type' | 'length' | 'origin'>>;

const of =
  (type: Variable['type'], length: number) =>
  (name: string, label: string, origin: Origin, more: More = {}): Variable => ({
    ...{ name, label, type, length, origin },
    ...more,
  });

/** A text of at most this number of characters. */
export function text(name: string, label: string, length: number, origin: Origin, more: More = {}): Variable {
  return of('text', length)(name, label, origin, more);
}

export const integer = of('integer', 8);
export const decimal = of('decimal', 8);
export const date = of('date', 9);

/** A date or a moment as ISO 8601 has it, as far as it is known. */
export const dtc = of('text', 35);

/** A text that is one of a list. Its length is that of the longest. */
export function coded(name: string, label: string, list: Codelist, origin: Origin, more: More = {}): Variable {
  const length = Math.max(1, ...list.terms.map(({ value }) => value.length));
  return text(name, label, length, origin, { codelist: list, ...more });
}

/** A list of values, each with what it means; what means itself is given as a list. */
export function codelist(
  name: string,
  title: string,
  terms: readonly string[] | Readonly<Record<string, string>>,
): Codelist {
  const entries = Array.isArray(terms)
    ? (terms as readonly string[]).map((term) => [term, term] as const)
    : Object.entries(terms);
  return { name, title, terms: entries.map(([value, decode]) => ({ value, decode })) };
}

/** The list of what an event's values become, by these values: two of them may become the same. */
export function mapped(name: string, title: string, terms: Readonly<Record<string, string>>): Codelist {
  const values = new Map<string, string[]>();
  for (const [recorded, value] of Object.entries(terms)) values.set(value, [...(values.get(value) ?? []), recorded]);
  return { name, title, terms: [...values].map(([value, recorded]) => ({ value, decode: recorded.join(', ') })) };
}

export const NO_YES = codelist('NY', 'No or yes', { N: 'No', Y: 'Yes' });
export const YES = codelist('Y', 'Yes', { Y: 'Yes' });
/** In the terms of CDISC. */
export const LATERALITY = codelist('LAT', 'Side of the patient', ['LEFT', 'RIGHT']);

export function noYes(answer: 'yes' | 'no' | undefined): 'Y' | 'N' | undefined {
  if (answer === undefined) return undefined;
  return answer === 'yes' ? 'Y' : 'N';
}

/** A recorded value in capitals, with blanks for hyphens. */
export function capitals(value: string): string {
  return value.replaceAll('-', ' ').toUpperCase();
}
