import type { CommandTexts } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import { isBoundedText } from '@bali/schema';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { type CorrectionRequest, FREE_TEXT_FIELDS } from '@bali/trial';
import type { ReasonedDto } from '../recording/reasoned.dto.js';
import type { CorrectedValueDto } from './correction.dto.js';

/** Which values are free texts where something is corrected, as JSON pointers, and how many characters one has at most. */
export interface FreeTextRules {
  readonly fields: ReadonlySet<string>;
  readonly maxLength: number;
}

const TRIAL_TEXTS: FreeTextRules = { fields: FREE_TEXT_FIELDS, maxLength: MAX_TEXT_LENGTH };

/**
 * What a correction asks for; the new value of a free text is kept beside the ledger like the first one.
 * @throws Problem `invalid-input`
 */
export function correctionOf(
  dto: CorrectedValueDto & Pick<ReasonedDto, 'reason'>,
  texts: CommandTexts,
  { fields, maxLength }: FreeTextRules = TRIAL_TEXTS,
): CorrectionRequest {
  const { correctedEvent, field, newValue } = dto;
  const request: CorrectionRequest = { correctedEvent, field, ...(newValue === undefined ? {} : { newValue }) };
  if (!fields.has(request.field) || request.newValue === undefined) return request;
  if (!isBoundedText(request.newValue, maxLength)) throw notAText(maxLength);
  return { ...request, newValue: texts.keep(request.newValue) };
}

function notAText(maxLength: number): Problem {
  const message = `must be a text of 1 to ${maxLength} characters, not blank, without control characters`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '/newValue', rule: 'text', message }] });
}
