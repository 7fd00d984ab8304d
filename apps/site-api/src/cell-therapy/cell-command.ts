import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import type { CellTherapyCommand } from '@bali/cell-therapy';
import type { AnyCellCommand, CommandTexts } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import { correctionOf, type FreeTextRules } from '../corrections/correction-request.js';
import type { CorrectedValueDto } from '../corrections/correction.dto.js';
import { type CellRecordDto, COMMAND_OF, FREE_TEXTS } from './cell-record.dto.js';

const SEALED_TEXTS: FreeTextRules = {
  fields: new Set(FREE_TEXTS.map((name) => `/${name}`)),
  maxLength: MAX_SEALED_TEXT_LENGTH,
};

/** The command that a body is. @throws Problem `invalid-input` when there is not exactly one thing to record. */
export function cellCommand(
  patient: string,
  { reason: _, ...body }: CellRecordDto,
  texts: CommandTexts,
): AnyCellCommand {
  const [only, another] = Object.entries(body) as [keyof typeof body, object][];
  if (only === undefined || another !== undefined) {
    const message = `must have exactly one of ${[...Object.keys(COMMAND_OF), 'correction'].join(', ')}`;
    throw new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '', rule: 'exactly-one', message }] });
  }
  const [name, entered] = only;
  if (name === 'correction') {
    const data = correctionOf(entered as CorrectedValueDto, texts, SEALED_TEXTS);
    return { type: 'CorrectCellData', patient, data };
  }
  const data = Object.fromEntries(
    Object.entries(entered as Readonly<Record<string, unknown>>).map(([field, value]) => [
      field,
      FREE_TEXTS.includes(field) && typeof value === 'string' ? texts.keep(value) : value,
    ]),
  );
  return { type: COMMAND_OF[name], patient, data } as unknown as CellTherapyCommand;
}
