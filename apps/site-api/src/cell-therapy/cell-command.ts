import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { CELL_THERAPY_EVENTS, type CellTherapyCommand } from '@bali/cell-therapy';
import type { AnyCellCommand, CommandTexts } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import { enteredOf } from '@bali/recording';
import { isFreeTextAt } from '@bali/schema';
import { correctionsOf, type FreeTextRules } from '../corrections/correction-request.js';
import { enteredByUnit } from './cell-dto.js';
import { CELL_RECORDS, type CellRecordDto } from './cell-record.dto.js';

const SEALED_TEXTS: FreeTextRules = {
  fields: new Set(
    Object.values(CELL_THERAPY_EVENTS).flatMap(({ data }) =>
      Object.keys(data.properties)
        .map((name) => `/${name}`)
        .filter((field) => isFreeTextAt(data, field)),
    ),
  ),
  maxLength: MAX_SEALED_TEXT_LENGTH,
  at: '/correction',
};

/** The command that a body is. @throws Problem `invalid-input` when there is not exactly one thing to record. */
export function cellCommand(
  patient: string,
  { reason: _, reasonCode, correction, annulment, ...body }: CellRecordDto,
  texts: CommandTexts,
): AnyCellCommand {
  const records = Object.entries(body) as (readonly [name: string, entered: object])[];
  const named = [...records, correction, annulment].filter((one) => one !== undefined);
  if (named.length !== 1) throw notExactlyOne();
  if (correction !== undefined) {
    return { type: 'CorrectCellData', patient, data: correctionsOf(correction, texts, SEALED_TEXTS) };
  }
  if (annulment !== undefined) {
    if (reasonCode === undefined) throw withoutCause();
    return { type: 'AnnulCellEntries', patient, data: { entries: annulment.entries } };
  }
  const [name = '', entered = {}] = records[0] ?? [];
  const event = CELL_RECORDS.get(name);
  if (event === undefined) throw notExactlyOne();
  const data = enteredOf(enteredByUnit(event), entered, texts);
  return { type: event.command.name, patient, data } as unknown as CellTherapyCommand;
}

type Withdrawal = Extract<CellTherapyCommand, { type: 'WithdrawReleaseFromUnit' }>['data'];

/** What the unit says of a withdrawal of its release, with its text kept apart. */
export function withdrawalData(body: object, texts: CommandTexts): Omit<Withdrawal, 'request' | 'harvest'> {
  return enteredOf(enteredByUnit(CELL_THERAPY_EVENTS.ReleaseWithdrawnByUnit), body, texts) as unknown as Withdrawal;
}

function withoutCause(): Problem {
  const message = 'must say why it is annulled, as a code';
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '/reasonCode', rule: 'required', message }] });
}

function notExactlyOne(): Problem {
  const message = `must have exactly one of ${[...CELL_RECORDS.keys(), 'correction', 'annulment'].join(', ')}`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '', rule: 'exactly-one', message }] });
}
