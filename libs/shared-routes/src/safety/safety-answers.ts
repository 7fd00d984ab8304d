import type { AnnualFigures } from '@bali/projections';
import type { ListingView } from '@bali/queries';
import { calendarDate, instant, oneOf, partialDate, patientCode, record, siteCode, whole } from '@bali/schema';
import { SAFETY_CLOCKS } from '@bali/trial';
import { Type } from 'typebox';
import { count, type DocumentedAnswer, eventIdentifier, text, yesOrNo } from '../answers/answers.js';

const optional = Type.Optional;

const clock = record({
  clock: oneOf('what it runs for', SAFETY_CLOCKS),
  entry: eventIdentifier('the entry with which it began'),
  dayZero: calendarDate('day 0, in the time zone of the sponsor'),
  dueOn: calendarDate('the last day, in the time zone of the sponsor'),
  dueAt: instant('the last moment'),
  metAt: optional(instant('when it was met, where the trial ledger can say so')),
  isPresumed: optional(yesOrNo('that the expectedness is not judged yet: it runs as if the event were unexpected')),
});

/** What a line of a listing of adverse events has. */
export const CASE_LINE_FIELDS = {
  patient: patientCode,
  site: siteCode,
  number: whole("the adverse event's number for this patient", 1, 10_000),
  entry: eventIdentifier('the event that reported it'),
  kind: oneOf('what is reported', ['adverse-event', 'pregnancy', 'medication-error']),
  term: optional(text('the hash of the words in which it was reported; see `texts`')),
  coded: optional(
    record({ dictionary: text('dictionary'), version: text('its version'), code: text('code'), term: text('term') }),
  ),
  startedOn: partialDate('when it began'),
  endedOn: optional(partialDate('when it ended')),
  awareAt: optional(instant('when anybody at the site first knew of it')),
  reportedAt: instant('when the report was recorded'),
  isSerious: yesOrNo('whether it is serious'),
  seriousness: Type.Array(text('a criterion')),
  severity: optional(text('by the investigator')),
  relatedToByInvestigator: optional(text('what the investigator suspects')),
  relatedToBySponsor: optional(text('what the sponsor suspects')),
  expectedness: optional(text('as the sponsor judged it, as if cells had been given')),
  referenceVersion: optional(text('by which version of the reference safety information')),
  outcome: text('by the last news'),
  isReportable: yesOrNo('whether it is one that is reported at once'),
  clocks: Type.Array(clock),
  handedOverAt: optional(instant('when it was handed over to those who may know the arm')),
  closedOn: optional(calendarDate('the day with which it is closed, whatever came of it')),
  annulledAt: optional(instant('when the report was annulled: the line is struck through')),
} as const;

const ENTRY = '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a';
const HASH = '3b8d1f0c'.repeat(8);

export const LISTING_ANSWER: DocumentedAnswer<ListingView> = {
  description: 'Adverse events, line by line',
  schema: record({
    position: Type.Integer({ description: 'the last event that counts; -1: there is none', minimum: -1 }),
    root: text('root of the tree of the ledger up to that event, lower-case hex'),
    asOf: optional(instant('when that event was recorded')),
    lines: Type.Array(record(CASE_LINE_FIELDS)),
    texts: Type.Record(Type.String(), Type.String(), { description: 'the words by the hashes that stand for them' }),
  }),
  example: {
    ...{ position: 812, root: '00'.repeat(32), asOf: '2011-03-20T09:05:12.318Z' },
    lines: [
      {
        ...{ patient: 'REI-001', site: 'REI', number: 1, entry: ENTRY, kind: 'adverse-event', term: HASH },
        ...{ startedOn: '2011-03-03', reportedAt: '2011-03-04T09:05:12.318Z', isSerious: true, severity: 'moderate' },
        ...{ seriousness: ['hospitalisation'], relatedToByInvestigator: 'harvest', outcome: 'recovering' },
        isReportable: true,
        clocks: [
          {
            ...{ clock: 'fifteen-days', entry: ENTRY, dayZero: '2011-03-04', dueOn: '2011-03-19', isPresumed: true },
            dueAt: '2011-03-19T22:59:59.999Z',
          },
        ],
      },
    ],
    texts: { [HASH]: '“haematoma at the iliac crest”' },
  },
};

const counts = (description: string) => Type.Record(Type.String(), count('how many'), { description });

export const ANNUAL_ANSWER: DocumentedAnswer<AnnualFigures> = {
  description: 'The figures, both arms together',
  schema: record({
    from: calendarDate('the first day'),
    before: calendarDate('the first day after the year'),
    adverseEvents: count('adverse events that were reported in the year'),
    serious: count('of these, serious ones'),
    suspectedSerious: count('of these, with a relation that somebody suspects'),
    suspectedUnexpectedSerious: count('of these, unexpected ones'),
    fatal: count('adverse events with a fatal outcome'),
    pregnancies: count('pregnancies'),
    medicationErrors: count('medication errors'),
    bySeriousness: counts('serious adverse events by criterion'),
    byTerm: counts('serious adverse events by the term of the dictionary'),
    patientsExposed: count('patients who were implanted before the end of the year'),
  }),
  example: {
    ...{ from: '2011-06-01', before: '2012-06-01', adverseEvents: 12, serious: 3, suspectedSerious: 1 },
    ...{ suspectedUnexpectedSerious: 1, fatal: 1, pregnancies: 0, medicationErrors: 0, patientsExposed: 18 },
    ...{ bySeriousness: { hospitalisation: 2, death: 1 }, byTerm: { Haematoma: 1, 'not coded': 2 } },
  },
};
