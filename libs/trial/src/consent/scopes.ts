import { oneOf } from '@bali/schema';
import { Type } from 'typebox';

/**
 * What a patient consents to, and may withdraw from: the treatment of the trial; its follow-up; the use of what was collected
 * beyond the trial's own analysis; the keeping of cells, which every patient is asked alike.
 */
export const CONSENT_SCOPES = ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

export const scopes = (description: string) =>
  Type.Array(oneOf('a part of the consent', CONSENT_SCOPES), {
    description,
    minItems: 1,
    maxItems: CONSENT_SCOPES.length,
    uniqueItems: true,
  });

const IN_WORDS: Readonly<Record<ConsentScope, string>> = {
  treatment: 'treatment',
  'follow-up': 'follow-up',
  'further-use': 'further use of what was collected',
  'keeping-of-cells': 'the keeping of cells',
};

export function scopeInWords(scope: ConsentScope): string {
  return IN_WORDS[scope];
}
