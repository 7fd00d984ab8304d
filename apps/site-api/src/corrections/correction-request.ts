import type { CommandTexts } from '@bali/command-handling';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { isBoundedText, Problem, PROBLEMS } from '@bali/http';
import { type CorrectionRequest, FREE_TEXT_FIELDS } from '@bali/trial';
import { entered } from '../recording/entered.js';
import type { CorrectionDto } from './correction.dto.js';

/** What a correction asks for; the new value of a free text is kept beside the ledger like the first one. */
export function correctionOf(dto: CorrectionDto, texts: CommandTexts): CorrectionRequest {
  const request: CorrectionRequest = entered(dto, texts);
  if (!FREE_TEXT_FIELDS.has(request.field) || request.newValue === undefined) return request;
  if (!isBoundedText(request.newValue, MAX_TEXT_LENGTH)) throw notAText();
  return { ...request, newValue: texts.keep(request.newValue) };
}

function notAText(): Problem {
  const message = `must be a text of 1 to ${MAX_TEXT_LENGTH} characters, not blank, without control characters`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '/newValue', rule: 'text', message }] });
}
