import type { CommandTexts } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import type { ReasonedDto } from '@bali/recording';
import { isBoundedText } from '@bali/schema';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { type CorrectionRequest, type CorrectionsRequest, FREE_TEXT_FIELDS } from '@bali/trial';
import type { CorrectedValueDto, CorrectionDto } from './correction.dto.js';

/** The values that an erratum puts right, which stand in a list. @throws Problem `invalid-input` */
export function valuesOf(values: readonly CorrectedValueDto[], texts: CommandTexts): readonly CorrectionRequest[] {
  return values.map((value, place) => correctionOf(value, texts, { ...TRIAL_TEXTS, at: `/values/${place}` }));
}

/** What a correction of several values asks for. @throws Problem `invalid-input` */
export function correctionsOf(
  dto: CorrectedValueDto & Pick<CorrectionDto, 'also'>,
  texts: CommandTexts,
  rules: FreeTextRules = TRIAL_TEXTS,
): CorrectionsRequest {
  const { also } = dto;
  const request = correctionOf(dto, texts, rules);
  if (also === undefined) return request;
  return {
    ...request,
    also: also.map((other, place) => correctionOf(other, texts, { ...rules, at: `${rules.at ?? ''}/also/${place}` })),
  };
}

/** Which values are free texts where something is corrected, as JSON pointers, and how many characters one has at most. */
export interface FreeTextRules {
  readonly fields: ReadonlySet<string>;
  readonly maxLength: number;
  /** Where the correction stands in the body. Default: at the top. */
  readonly at?: string;
}

const TRIAL_TEXTS: FreeTextRules = { fields: FREE_TEXT_FIELDS, maxLength: MAX_TEXT_LENGTH };

/**
 * What a correction asks for; the new value of a free text is kept beside the ledger like the first one.
 * @throws Problem `invalid-input`
 */
export function correctionOf(
  dto: CorrectedValueDto & Pick<ReasonedDto, 'reason'>,
  texts: CommandTexts,
  { fields, maxLength, at = '' }: FreeTextRules = TRIAL_TEXTS,
): CorrectionRequest {
  const { correctedEvent, field, newValue } = dto;
  const request: CorrectionRequest = { correctedEvent, field, ...(newValue === undefined ? {} : { newValue }) };
  if (!fields.has(request.field) || request.newValue === undefined) return request;
  if (!isBoundedText(request.newValue, maxLength)) throw notAText(maxLength, at);
  return { ...request, newValue: texts.keep(request.newValue) };
}

function notAText(maxLength: number, at: string): Problem {
  const message = `must be a text of 1 to ${maxLength} characters, not blank, without control characters`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: `${at}/newValue`, rule: 'text', message }] });
}
