import { MAX_SEALED_TEXT_LENGTH, SEALED_STREAM } from '@bali/blinding';
import {
  type CellTherapyCommand,
  type CorrectCellData,
  decideCellCorrection,
  decideCellTherapy,
} from '@bali/cell-therapy';
import type { CommandTexts, Invocation } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import { Inject, Injectable } from '@nestjs/common';
import { correctionOf, type FreeTextRules } from '../corrections/correction-request.js';
import type { CorrectedValueDto } from '../corrections/correction.dto.js';
import type { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { type CellRecordDto, COMMAND_OF, FREE_TEXTS } from './cell-record.dto.js';
import { PatientFactsReader } from './patient-facts.js';

/** Takes what the unit records to the sealed ledger. */
@Injectable()
export class CellRecording {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(PatientFactsReader) private readonly facts: PatientFactsReader,
  ) {}

  record(invocation: Invocation, patient: string, body: CellRecordDto): Promise<Recorded> {
    const { sealedHandler, cells } = this.resources;
    return this.recording.sealed(
      invocation,
      (texts) => commandOf(patient, body, texts),
      ({ command, ...around }) =>
        sealedHandler.handle({
          ...this.recording.handling({ ...around, command }),
          streams: cells,
          stream: () => SEALED_STREAM,
          decide: async (state, context) => {
            const facts = await this.facts.of(patient);
            if (command.type === 'CorrectCellData') return decideCellCorrection(command, state, { ...context, facts });
            return decideCellTherapy(command, state, { ...context, facts });
          },
        }),
    );
  }
}

type AnyCommand = CellTherapyCommand | CorrectCellData;

/** @throws Problem `invalid-input` when there is not exactly one thing to record. */
function commandOf(patient: string, { reason: _, ...body }: CellRecordDto, texts: CommandTexts): AnyCommand {
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

const SEALED_TEXTS: FreeTextRules = {
  fields: new Set(FREE_TEXTS.map((name) => `/${name}`)),
  maxLength: MAX_SEALED_TEXT_LENGTH,
};
