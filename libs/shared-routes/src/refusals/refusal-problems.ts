import { BLINDING_REFUSALS } from '@bali/blinding';
import { CommandRefused } from '@bali/commands';
import { Problem, type ProblemKind, problemKinds } from '@bali/http';
import { CELL_THERAPY_REFUSALS, type CellTherapyRefusalCode } from '@bali/cell-therapy';
import { type RefusalCode, REFUSALS } from '@bali/trial';

/** Refusals that say that the content is wrong, whatever the record holds; all others are about the record's state. */
const ABOUT_CONTENT: ReadonlySet<string> = new Set<RefusalCode | CellTherapyRefusalCode>([
  'identifier-mismatch',
  'not-as-prescribed',
  'not-adult',
  'adult-not-confirmed',
  'edit-check',
  'consent-answer-missing',
  'infarction-not-said',
  'approval-missing',
  'field-not-correctable',
  'implausible-value',
  'in-the-future',
  'invalid-value',
  'reason-missing',
  'seriousness-and-outcome-differ',
  'site-code-reserved',
  'value-missing',
  'visit-unknown',
  'visits-not-distinct',
  'visits-without-endpoint',
]);

/** The domain's refusals as problems: 422 for content that is wrong in itself, 404 for a patient who is not there, else 409. */
export const REFUSAL_PROBLEMS: Readonly<Record<string, ProblemKind>> = problemKinds(
  Object.fromEntries(
    Object.entries({ ...REFUSALS, ...BLINDING_REFUSALS, ...CELL_THERAPY_REFUSALS }).map(([code, source]) => [
      code,
      {
        status: statusOf(code),
        title: titleOf(code),
        meaning: `The trial's rules refuse it. Source: ${source}. Nothing was recorded.`,
      },
    ]),
  ),
);

function statusOf(code: string): number {
  if (code === 'patient-unknown') return 404;
  if (code === 'not-shown-to-you') return 403;
  return ABOUT_CONTENT.has(code) ? 422 : 409;
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A refusal of the domain's rules as its problem; nothing for any other error. */
export function refusalProblem(error: unknown): Problem | undefined {
  return error instanceof CommandRefused ? refused(error) : undefined;
}

function refused({ refusal: { code, sentence, source, field } }: CommandRefused): Problem {
  const kind = REFUSAL_PROBLEMS[code];
  if (kind === undefined) throw new Error(`the refusal ${code} is in no table of problems`);
  const errors = field === undefined ? {} : { errors: [{ field, rule: code, message: sentence }] };
  return new Problem(kind, { detail: sentence, source, ...errors });
}
