import type { Schema } from '@bali/http/testing';
import { SITES } from '../non-interference/people.js';
import type { Chance } from './chance.js';

/** What is there to be named by a request. */
export interface Known {
  readonly patients: readonly string[];
  readonly events: readonly string[];
  readonly userIds: readonly string[];
  /** The moment at which the request is made. */
  readonly now: string;
}

const DAY_MS = 86_400_000;
const DEEPEST = 6;
const UUID = '^[0-9a-f]{8}';
const LETTERS = Array.from('abcdefghij klmnop éßœ–’ 文字 ⚕');

/** A schema that is made of others. */
interface Composed {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Makes values that a schema of an OpenAPI document allows, of the trial that is there as far as a value can name a part of it. */
export class Values {
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #chance: Chance;
  readonly known: Known;

  constructor(schemas: Readonly<Record<string, unknown>>, chance: Chance, known: Known) {
    this.#schemas = schemas as Readonly<Record<string, Schema>>;
    this.#chance = chance;
    this.known = known;
  }

  /** @param name what the value is called: some names mean the same everywhere. */
  of(schema: Schema, name = '', depth = 0): unknown {
    const { $ref, allOf, anyOf, oneOf } = schema as Composed;
    if ($ref !== undefined) return this.of(this.#schemas[$ref.split('/').at(-1) ?? ''] ?? {}, name, depth);
    if (allOf !== undefined) return this.of(Object.assign({}, ...allOf) as Schema, name, depth);
    const some = anyOf ?? oneOf;
    if (some !== undefined) return this.of(this.#chance.pick(some), name, depth);
    if (Array.isArray(schema['enum'])) return this.#chance.pick(schema['enum'] as readonly unknown[]);
    if (schema['const'] !== undefined) return schema['const'];
    return this.#ofType(schema, name, depth);
  }

  /** The values of the examples are of 2026, and of people and patients whom nobody knows here. */
  inThisTrial(example: unknown, name = ''): unknown {
    if (Array.isArray(example)) return example.map((item: unknown) => this.inThisTrial(item, name));
    if (typeof example === 'object' && example !== null) {
      return Object.fromEntries(Object.entries(example).map(([key, value]) => [key, this.inThisTrial(value, key)]));
    }
    if (typeof example !== 'string') return example;
    if (/^[0-9a-f]{8}-/.test(example)) return this.#chance.pick(this.known.events);
    if (/^[A-Z]{3}-\d{3}$/.test(example)) return this.#chance.pick(this.known.patients);
    return this.#dated(example);
  }

  #dated(text: string): string {
    if (!text.startsWith('2026-')) return text;
    return this.#chance.is(0.5) ? text.replace('2026-', '2011-') : this.#lately().slice(0, 10) + text.slice(10);
  }

  #lately(): string {
    return new Date(Date.parse(this.known.now) - this.#chance.below(40) * DAY_MS).toISOString();
  }

  #ofType(schema: Schema, name: string, depth: number): unknown {
    switch (schema['type']) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, name, depth);
      case 'string':
        return this.#string(schema, name);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#chance.is(0.5);
      default:
        return this.#chance.pick([null, '', 1, 'x', true]);
    }
  }

  #object({ properties = {}, required = [] }: Schema, depth: number): object {
    const names = Object.keys(properties as object).filter(
      (name) => (required as readonly string[]).includes(name) || (depth < DEEPEST && this.#chance.is(0.4)),
    );
    const known = properties as Readonly<Record<string, Schema>>;
    return Object.fromEntries(names.map((name) => [name, this.of(known[name] ?? {}, name, depth + 1)]));
  }

  #array({ items = {}, minItems = 0, maxItems = 3 }: Schema, name: string, depth: number): readonly unknown[] {
    const least = Number(minItems);
    const length = Math.min(Number(maxItems), least + this.#chance.below(3));
    const made = Array.from({ length }, () => this.of(items as Schema, name, depth + 1));
    return made.filter((value, place) => made.findIndex((one) => same(one, value)) === place || place < least);
  }

  #string({ pattern, format, minLength = 0, maxLength = 60 }: Schema, name: string): string {
    if (typeof pattern === 'string') return this.#named(pattern, name);
    if (format === 'date' || format === 'partial-date') return this.#lately().slice(0, 10);
    if (format === 'date-time' || ['from', 'before', 'instant'].includes(name)) return this.#lately();
    const length = Math.min(Number(maxLength), Number(minLength) + this.#chance.below(30));
    return Array.from({ length }, () => this.#chance.pick(LETTERS)).join('');
  }

  /** A string of a pattern: patterns of codes and identifiers stand for what there is. */
  #named(pattern: string, name: string): string {
    const { patients, events, userIds } = this.known;
    if (pattern.startsWith(UUID) && this.#chance.is(0.9)) return this.#chance.pick(events);
    if (pattern.startsWith('^[A-Z]{3}-')) return this.#chance.pick(patients);
    if (pattern === '^[A-Z]{3}$') return this.#chance.pick(SITES);
    return name === 'userId' ? this.#chance.pick(userIds) : this.#chance.matching(pattern);
  }

  #number({ minimum = 0, maximum = 1000, type }: Schema): number {
    const [least, most] = [Number(minimum), Number(maximum)];
    const whole = least + this.#chance.below(Math.min(most - least + 1, this.#chance.is(0.8) ? 40 : 2 ** 40));
    return type === 'integer' || this.#chance.is(0.5) ? whole : Math.min(most, whole + 0.5);
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
