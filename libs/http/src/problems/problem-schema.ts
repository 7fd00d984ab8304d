import type { ProblemKind } from './problem-kinds.js';

const FIELD_ERROR = {
  type: 'object',
  required: ['field', 'rule', 'message'],
  properties: {
    field: { type: 'string', description: 'JSON pointer (RFC 6901) to the field', example: '/ulcers/0/site' },
    rule: { type: 'string', example: 'calendar-date' },
    message: { type: 'string', example: 'must be a date that exists, YYYY-MM-DD, from 1900' },
  },
};

const SIGNATURE_ASKED_FOR = {
  type: 'object',
  description: 'what whoever signs this has to be shown, and is asked for',
  required: ['meaning', 'credentials'],
  properties: {
    meaning: { type: 'string' },
    credentials: { type: 'array', items: { type: 'string' } },
    passkey: {
      type: 'object',
      description: 'what `PublicKeyCredential.parseRequestOptionsFromJSON` takes, for whoever has a passkey',
      additionalProperties: true,
    },
  },
};

/**
 * What a problem is, as the OpenAPI document says it. Its codes are listed as an enumeration that may grow (`x-extensible-enum`):
 * a client that was generated from `enum` would fail on the first code that is newer than itself.
 */
export function problemSchema(kinds: readonly ProblemKind[]): object {
  const codes = [...new Set(kinds.map(({ code }) => code))].toSorted();
  return {
    type: 'object',
    description: 'What went wrong (RFC 9457). `code` never changes its meaning; each is explained at its `type`.',
    required: ['type', 'title', 'status', 'instance', 'code'],
    properties: {
      type: { type: 'string', format: 'uri-reference', example: '/problems/invalid-input' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string' },
      instance: { type: 'string', format: 'uri', description: 'the request, as `urn:uuid:` and its id' },
      code: { type: 'string', example: 'invalid-input', 'x-extensible-enum': codes },
      errors: { type: 'array', items: FIELD_ERROR, description: 'each field that is not valid' },
      source: { type: 'string', description: 'where the rule comes from, such as a clause of the protocol' },
      signature: SIGNATURE_ASKED_FOR,
    },
  };
}
