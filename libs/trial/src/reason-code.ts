/**
 * Why something was put right or done, as a code that everybody may read and count. The reason beside it is a free text, which
 * is withheld from some and may be redacted.
 */
export const REASON_CODES = [
  'transcription-error',
  'source-corrected',
  'new-information',
  'query-answered',
  'consent-form',
  'wrong-patient',
  'entered-twice',
  'did-not-happen',
  'other',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
