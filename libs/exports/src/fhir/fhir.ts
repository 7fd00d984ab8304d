import type { Value } from '../model/dataset.js';

/** A resource as it is written down. */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Where identifiers and codes of ours come from. */
export const SYSTEM = 'urn:bali';

const NOT_IN_IDS = /[^A-Za-z0-9.-]/g;
const MAX_ID_LENGTH = 64;

/** An identifier as FHIR allows it. */
export function idOf(...parts: readonly string[]): string {
  return parts.join('.').replaceAll(NOT_IN_IDS, '-').slice(0, MAX_ID_LENGTH);
}

export function reference(type: string, id: string): { readonly reference: string } {
  return { reference: `${type}/${id}` };
}

export const patientReference = (patient: string) => reference('Patient', idOf(patient));

/** What is meant by a record of the ledger, whichever resources it became. */
export function recordIdentifier(record: string): { readonly system: string; readonly value: string } {
  return { system: `${SYSTEM}:record`, value: record };
}

/** A concept of ours: a code of a list that is ours, and words. */
export function concept(list: string, value: Value, text?: string): object | undefined {
  if (value === undefined) return undefined;
  const code = String(value);
  return { coding: [{ system: `${SYSTEM}:${list}`, code: code.replaceAll(/\s+/g, ' ').trim() }], text: text ?? code };
}

/** A concept of a list of HL7. */
export function standardConcept(list: string, code: string): object {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${list}`, code }] };
}

/** Stands where a value is there and may not be shown: the arm of every randomized subject alike. */
export const MASKED = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }],
} as const;

/** Fields without a value are left out: FHIR knows neither null nor an empty list. */
export function withoutNothing(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

export function resource(resourceType: string, id: string, fields: Readonly<Record<string, unknown>>): Resource {
  return { resourceType, id, ...withoutNothing(fields) };
}
