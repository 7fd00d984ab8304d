import { Problem } from '../problems/problem.js';
import { type ProblemKind, PROBLEMS } from '../problems/problem-kinds.js';

/** How deep a body may be nested; the body itself is level 1. */
const MAX_BODY_DEPTH = 32;

const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body: a JSON object in UTF-8, not too deep, of well-formed texts, with no name that JavaScript reserves.
 * @throws Problem which says what is wrong, and where, by JSON pointer.
 */
export function readJsonBody(bytes: Uint8Array): object {
  if (bytes.byteLength === 0) throw new Problem(PROBLEMS['body-missing']);
  const value = parse(decode(bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(PROBLEMS['body-not-an-object']);
  }
  refuseInside(value, '', 1);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem(PROBLEMS['ill-formed-text'], { detail: 'the body is not UTF-8' });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body.
    throw new Problem(PROBLEMS['malformed-json']);
  }
}

function refuseInside(value: object, pointer: string, depth: number): void {
  if (depth > MAX_BODY_DEPTH)
    refuse(PROBLEMS['body-too-deep'], pointer, `is nested deeper than ${MAX_BODY_DEPTH} levels`);
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (!isList) refuseName(name, pointer);
    if (typeof member === 'string') {
      if (!member.isWellFormed()) refuse(PROBLEMS['ill-formed-text'], at(pointer, name), 'contains a lone surrogate');
    } else if (typeof member === 'object' && member !== null) {
      refuseInside(member, at(pointer, name), depth + 1);
    }
  }
}

function refuseName(name: string, pointer: string): void {
  if (RESERVED.has(name)) refuse(PROBLEMS['reserved-name'], at(pointer, name), 'is a reserved name');
  if (!name.isWellFormed()) refuse(PROBLEMS['ill-formed-text'], pointer, 'has a name with a lone surrogate');
}

function refuse(kind: ProblemKind, field: string, message: string): never {
  throw new Problem(kind, { errors: [{ field, rule: kind.code, message }] });
}

/** The JSON pointer (RFC 6901) to a member. */
export function at(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
