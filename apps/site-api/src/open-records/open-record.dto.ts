import { BLINDING_EVENTS, type BlindingData, MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import type { CommandTexts, OpenRecord, ShownOpenRecord } from '@bali/commands';
import { Problem, PROBLEMS, withFieldsOf } from '@bali/http';
import { enteredOf, SealedReasonedDto, Signature, SignatureDto } from '@bali/recording';
import { type FieldSchema, record } from '@bali/schema';
import { actor, type DocumentedAnswer, EXAMPLE_ACTOR, recordedAt, text } from '@bali/shared-routes';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'typebox';

const { OpenRecordMade } = BLINDING_EVENTS;
const GROUPS = ['treatment', 'adverseEvent', 'followUp', 'takenBack'] as const;

const { patient: _, ...properties } = (OpenRecordMade.data as FieldSchema).properties ?? {};
const SCHEMA: FieldSchema = { properties, required: [] };

/** What happened because of the arm: exactly one of the groups, and perhaps a text. */
export class OpenRecordDto extends SealedReasonedDto {
  /** Of a serious adverse event alone. */
  @Signature('serious-adverse-event')
  readonly signature?: SignatureDto;
}

withFieldsOf(OpenRecordDto, {
  schema: SCHEMA,
  sample: OpenRecordMade.sample,
  names: {
    treatment: 'OpenTreatmentDto',
    adverseEvent: 'OpenAdverseEventDto',
    followUp: 'OpenFollowUpDto',
    takenBack: 'OpenRecordTakenBackDto',
  },
  descriptions: {},
  limitsAt: () => undefined,
  maxTextLength: MAX_SEALED_TEXT_LENGTH,
  textNote: 'It is sealed until the trial is unblinded',
});

export const OPEN_RECORD_EXAMPLE = {
  followUp: (OpenRecordMade.sample as BlindingData<'OpenRecordMade'>).followUp,
  text: 'well, no complaints',
};

/** What is recorded of a patient, as it was entered. @throws Problem `invalid-input` for none or several of the groups. */
export function openRecordIn(patient: string, body: OpenRecordDto, texts: CommandTexts): OpenRecord {
  const entered = enteredOf(SCHEMA, body, texts);
  if (GROUPS.filter((group) => entered[group] !== undefined).length !== 1) throw notExactlyOne();
  return { patient, ...entered };
}

function notExactlyOne(): Problem {
  const message = `must have exactly one of ${GROUPS.join(', ')}`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '', rule: 'exactly-one', message }] });
}

/** The answer says neither a revision nor a position: how much is sealed is for nobody who knows one arm alone. */
export class OpenRecordAnswer {
  @ApiProperty({ description: 'id of the record, by which it is taken back', type: String })
  readonly record: string;

  constructor(id: string) {
    this.record = id;
  }
}

const { patient: __, text: ___, ...said } = OpenRecordMade.data.properties;
const { patient: ____, ...example } = OpenRecordMade.sample as BlindingData<'OpenRecordMade'>;

export const OPEN_RECORDS_ANSWER: DocumentedAnswer<readonly ShownOpenRecord[]> = {
  description: 'What happened because of the arm, in the order in which it was recorded',
  schema: Type.Array(
    record({
      id: text('id of the record'),
      ...said,
      text: Type.Optional(text('what there is to say of it')),
      recordedBy: actor,
      recordedAt,
      dueAt: Type.Optional(text('of a serious adverse event: until when it had to be recorded')),
      isLate: Type.Optional(Type.Literal(true, { description: 'present if it was recorded after that' })),
      takenBackBy: Type.Optional(text('the record that took it back: it counts no more')),
    }),
  ),
  example: [
    {
      id: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
      ...example,
      text: 'well, no complaints',
      recordedBy: EXAMPLE_ACTOR,
      recordedAt: '2011-10-04T07:30:00.123Z',
    },
  ],
};
