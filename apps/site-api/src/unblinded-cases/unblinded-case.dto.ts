import { BLINDING_EVENTS, type BlindingData, MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import type { CaseOutcome, CommandTexts, OpenedCase, UnblindedCase } from '@bali/commands';
import { armInFrenchWords, armInWords } from '@bali/blinding';
import { Problem, PROBLEMS, withFieldsOf } from '@bali/http';
import { enteredOf, SealedReasonedDto } from '@bali/recording';
import { calendarDate, type FieldSchema, instant, oneOf, patientCode, record, whole } from '@bali/schema';
import {
  actor,
  ARM_IN_FRENCH_WORDS,
  ARM_IN_WORDS,
  type DocumentedAnswer,
  eventIdentifier,
  EXAMPLE_ACTOR,
  recordedAt,
  text,
} from '@bali/shared-routes';
import { SAFETY_CLOCKS } from '@bali/trial';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'typebox';

const { CaseOutcomeRecorded } = BLINDING_EVENTS;
const GROUPS = ['decision', 'sending', 'receipt', 'takenBack'] as const;

const { patient: _, number: __, ...properties } = (CaseOutcomeRecorded.data as FieldSchema).properties ?? {};
const SCHEMA: FieldSchema = { properties, required: [] };

/** What came of a case: exactly one of the groups, and perhaps a text. */
export class CaseOutcomeDto extends SealedReasonedDto {}

withFieldsOf(CaseOutcomeDto, {
  schema: SCHEMA,
  sample: CaseOutcomeRecorded.sample,
  names: {
    decision: 'CaseDecisionDto',
    sending: 'CaseSendingDto',
    receipt: 'CaseReceiptDto',
    takenBack: 'CaseRecordTakenBackDto',
  },
  descriptions: {},
  limitsAt: () => undefined,
  maxTextLength: MAX_SEALED_TEXT_LENGTH,
  textNote: 'It is sealed until the trial is unblinded',
});

const SAMPLE = CaseOutcomeRecorded.sample as BlindingData<'CaseOutcomeRecorded'>;

export const CASE_OUTCOME_EXAMPLE = { decision: SAMPLE.decision, text: 'the patient was given cells' };

/** What is recorded of a case, as it was entered. @throws Problem `invalid-input` for none or several of the groups. */
export function caseOutcomeIn(
  about: Pick<CaseOutcome, 'patient' | 'number'>,
  body: CaseOutcomeDto,
  texts: CommandTexts,
): CaseOutcome {
  const entered = enteredOf(SCHEMA, body, texts);
  if (GROUPS.filter((group) => entered[group] !== undefined).length !== 1) {
    const message = `must have exactly one of ${GROUPS.join(', ')}`;
    throw new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '', rule: 'exactly-one', message }] });
  }
  return { patient: about.patient, number: about.number, ...entered };
}

/** The answer says neither a revision nor a position: how much is sealed is for nobody who may know single arms alone. */
export class CaseOutcomeAnswer {
  @ApiProperty({
    description: 'id of the record, by which a receipt names it, and by which it is taken back',
    type: String,
  })
  readonly record: string;

  constructor(id: string) {
    this.record = id;
  }
}

const { patient: ___, number: ____, text: _____, ...said } = CaseOutcomeRecorded.data.properties;

const toDo = record({
  what: oneOf('what is to be done', ['decision', 'sending', 'receipt']),
  kind: Type.Optional(text('what is to be sent')),
  clock: Type.Optional(oneOf('the clock that it is for', SAFETY_CLOCKS)),
  sending: Type.Optional(eventIdentifier('the record of what was sent, whose receipt is missing')),
  dueOn: calendarDate('the last day, in the time zone of the sponsor'),
});

const FIELDS = {
  patient: patientCode,
  number: whole("the adverse event's number for this patient", 1, 10_000),
  handedOverAt: instant('when it was handed over'),
  annulledAt: Type.Optional(instant('when the report of the adverse event was annulled')),
  toDo: Type.Array(toDo, { description: 'what is still to be done' }),
  records: Type.Array(
    record({
      id: eventIdentifier('the record'),
      ...said,
      text: Type.Optional(text('what there is to say of it')),
      recordedBy: actor,
      recordedAt,
      takenBackBy: Type.Optional(eventIdentifier('the record that took it back: it counts no more')),
    }),
    { description: 'what was recorded of it, in its order' },
  ),
} as const;

const RECORD = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const EXAMPLE: UnblindedCase = {
  ...{ patient: 'REI-001', number: 1, handedOverAt: '2011-03-05T09:30:00.000Z' },
  toDo: [{ what: 'sending', kind: 'initial', clock: 'fifteen-days', dueOn: '2011-03-19' }],
  records: [
    {
      id: RECORD,
      decision: { decidedOn: '2011-03-07', conclusion: 'to-be-reported' },
      recordedBy: { ...EXAMPLE_ACTOR, role: 'unblinded-safety-officer' },
      recordedAt: '2011-03-07T08:30:00.000Z',
    },
  ],
};

export const UNBLINDED_CASES_ANSWER: DocumentedAnswer<readonly UnblindedCase[]> = {
  description: 'The cases that were handed over, the one first that is due first',
  schema: Type.Array(record(FIELDS)),
  example: [EXAMPLE],
};

const EXAMPLE_ARM = { arm: 'B', patient: 'REI-001', implantedAt: undefined } as const;

export const OPENED_CASE_ANSWER: DocumentedAnswer<OpenedCase> = {
  description: 'The case, with what was given to the patient',
  schema: record({ ...FIELDS, inWords: ARM_IN_WORDS, inFrench: ARM_IN_FRENCH_WORDS }),
  example: { ...EXAMPLE, inWords: armInWords(EXAMPLE_ARM), inFrench: armInFrenchWords(EXAMPLE_ARM) },
};
