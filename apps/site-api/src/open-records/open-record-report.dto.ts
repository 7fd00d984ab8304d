import { BLINDING_EVENTS, type BlindingData, MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import type { CommandTexts, OpenRecordClock, OpenRecordReport } from '@bali/commands';
import { Code, withFieldsOf } from '@bali/http';
import { enteredOf, PatientParameter, SealedReasonedDto } from '@bali/recording';
import { calendarDate, type FieldSchema, instant, oneOf, patientCode, record } from '@bali/schema';
import { type DocumentedAnswer, eventIdentifier, recordedAt } from '@bali/shared-routes';
import { SAFETY_CLOCKS } from '@bali/trial';
import { Type } from 'typebox';

const { OpenRecordMade, OpenRecordReported } = BLINDING_EVENTS;

const { patient: _, record: __, ...properties } = (OpenRecordReported.data as FieldSchema).properties ?? {};
const SCHEMA: FieldSchema = { properties, required: ['conclusion', 'concludedOn'] };
const SAMPLE = OpenRecordReported.sample as BlindingData<'OpenRecordReported'>;

export class OpenRecordParameter extends PatientParameter {
  @Code({
    description: 'id of the open record',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "a record's id",
    example: SAMPLE.record,
  })
  readonly record!: string;
}

/** What came of a serious adverse event in an open record. */
export class OpenRecordReportDto extends SealedReasonedDto {}

withFieldsOf(OpenRecordReportDto, {
  schema: SCHEMA,
  sample: OpenRecordReported.sample,
  names: {},
  descriptions: {},
  limitsAt: () => undefined,
  maxTextLength: MAX_SEALED_TEXT_LENGTH,
});

export const OPEN_RECORD_REPORT_EXAMPLE = {
  ...{ conclusion: SAMPLE.conclusion, concludedOn: SAMPLE.concludedOn },
  reason: 'a suspicion that nobody expected',
};

export function openRecordReportIn(
  { patient, record: id }: OpenRecordParameter,
  body: OpenRecordReportDto,
  texts: CommandTexts,
): OpenRecordReport {
  const entered = enteredOf(SCHEMA, body, texts) as Omit<OpenRecordReport, 'patient' | 'record'>;
  return { patient, record: id, ...entered };
}

export const OPEN_RECORD_CLOCKS_ANSWER: DocumentedAnswer<readonly OpenRecordClock[]> = {
  description:
    'The clocks of serious adverse events in open records, the one first that ends first; those that are met come last',
  schema: Type.Array(
    record({
      patient: patientCode,
      record: eventIdentifier('the open record'),
      clock: oneOf('what the clock runs for', SAFETY_CLOCKS),
      dueOn: calendarDate('the last day, in the time zone of the sponsor'),
      dueAt: instant('the end of that day'),
      metAt: Type.Optional(instant('when it was documented what came of it; absent: that is still to be done')),
      adverseEvent: OpenRecordMade.data.properties.adverseEvent,
      recordedAt,
    }),
  ),
  example: [
    {
      ...{ patient: 'REI-001', record: SAMPLE.record, clock: 'fifteen-days' },
      ...{ dueOn: '2011-10-19', dueAt: '2011-10-19T21:59:59.999Z' },
      adverseEvent: {
        ...{ startedOn: '2011-10-03', awareAt: '2011-10-04T07:00:00.000Z', seriousness: ['hospitalisation'] },
        ...{ severity: 'severe', relatedTo: 'cells', outcome: 'recovering' },
      },
      recordedAt: '2011-10-04T07:30:00.123Z',
    },
  ],
};
