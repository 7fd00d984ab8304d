import { BLINDING_EVENTS, type JudgedDeviation, judgedDeviation, MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { DEVIATION_KINDS, FOUND_DEVIATIONS } from '@bali/cell-therapy';
import type { CommandTexts, UnitDeviationsView, UnitJudgement } from '@bali/commands';
import { withFieldsOf } from '@bali/http';
import { enteredOf, exampleSignature, Signature, type SignatureDto } from '@bali/recording';
import { type FieldSchema, instant, oneOf, patientCode, record } from '@bali/schema';
import {
  actor,
  count,
  type DocumentedAnswer,
  eventIdentifier,
  EXAMPLE_ACTOR,
  recordedAt,
  text,
} from '@bali/shared-routes';
import { SIGNATURES } from '@bali/trial';
import { Type } from 'typebox';

/** More than this is no trial of ours: 500 patients with ten deviations each. */
const MAX_JUDGED = 5_000;

const { properties: said } = judgedDeviation;
const SCHEMA = record({
  judgements: Type.Array(record({ patient: patientCode, ...said }, 'how a deviation is judged'), {
    description: 'each deviation of the list (`GET /v1/unit-deviations`), as it is judged; empty: nothing deviated',
    maxItems: MAX_JUDGED,
  }),
  text: Type.Optional(BLINDING_EVENTS.DeviationsJudgementMade.data.properties.text),
}) as FieldSchema;

const RECORD = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const JUDGED = { patient: 'REI-001', record: RECORD, severity: 'critical', perProtocol: 'excluded' } as const;

/** How everything that deviated in the unit is judged, in one signed command. */
export class UnitDeviationsJudgementDto {
  @Signature('unit-deviations')
  readonly signature?: SignatureDto;
}

withFieldsOf(UnitDeviationsJudgementDto, {
  schema: SCHEMA,
  sample: { judgements: [JUDGED], text: 'cd'.repeat(32) },
  names: { judgements: 'JudgedUnitDeviationDto', judgement: 'JudgedUnitDeviationDto' },
  descriptions: {},
  limitsAt: () => undefined,
  maxTextLength: MAX_SEALED_TEXT_LENGTH,
  textNote: 'It is sealed until the trial is unblinded',
});

export const JUDGEMENT_EXAMPLE = {
  judgements: [],
  text: 'nothing had deviated',
  signature: exampleSignature(SIGNATURES['unit-deviations'].meaning),
};

/** What is judged, as it was entered. */
export function judgementIn(body: UnitDeviationsJudgementDto, texts: CommandTexts): UnitJudgement {
  const entered = enteredOf(SCHEMA, body, texts) as {
    readonly judgements: readonly JudgedDeviation[];
    readonly text?: string;
  };
  return { judged: entered.judgements, ...(entered.text === undefined ? {} : { text: entered.text }) };
}

export const UNIT_DEVIATIONS_ANSWER: DocumentedAnswer<UnitDeviationsView> = {
  description: 'What deviated in the cell therapy unit for each randomized patient, and how it was judged',
  schema: record({
    judgement: Type.Optional(
      record(
        { judgedBy: actor, judgedAt: instant('when it was judged'), text: Type.Optional(text('what was said of it')) },
        'the judgement that counts; absent: there is none',
      ),
    ),
    notJudged: count('deviations that no judgement names: they exclude nobody'),
    patients: Type.Array(
      record({
        patient: patientCode,
        deviations: Type.Array(
          record({
            record: eventIdentifier('the record of the cell therapy unit in which it is'),
            kind: oneOf('of which kind', [...FOUND_DEVIATIONS, ...DEVIATION_KINDS]),
            recordedAt,
            byProtocol: Type.Optional(oneOf('how severe it is by the protocol', ['critical'])),
            description: Type.Optional(text('what the unit said of it')),
            severity: Type.Optional(said.severity),
            perProtocol: Type.Optional(said.perProtocol),
          }),
          { description: 'in the order of the records; empty: nothing deviated' },
        ),
      }),
    ),
  }),
  example: {
    judgement: { judgedBy: { ...EXAMPLE_ACTOR, role: 'deviation-assessor' }, judgedAt: '2011-11-16T08:30:00.000Z' },
    notJudged: 0,
    patients: [
      {
        patient: 'REI-001',
        deviations: [
          {
            record: RECORD,
            kind: 'not-what-the-list-says',
            recordedAt: '2011-03-02T11:30:00.000Z',
            byProtocol: 'critical',
            severity: 'critical',
            perProtocol: 'excluded',
          },
        ],
      },
    ],
  },
};
