import { BOARD_TABLES } from '@bali/access';
import type { BoardMeetingsView, BoardSafetyView } from '@bali/queries';
import { calendarDate, instant, oneOf, record } from '@bali/schema';
import {
  actor,
  CASE_LINE_FIELDS,
  type DocumentedAnswer,
  EXAMPLE_ACTOR,
  eventIdentifier,
  place,
  REPORT_SOURCE_FIELDS,
  recordedAt,
  text,
} from '@bali/shared-routes';
import { BOARD_CHANGES, BOARD_RECOMMENDATIONS } from '@bali/trial';
import { Type } from 'typebox';

const ENTRY = '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a';

export const BOARD_SAFETY_ANSWER: DocumentedAnswer<BoardSafetyView> = {
  description: 'Adverse events by arm, counted and line by line',
  schema: record({
    ...REPORT_SOURCE_FIELDS,
    asOf: calendarDate('the day of the last event that counts'),
    groups: Type.Array(text('an arm')),
    populations: Type.Unknown({ description: 'how many patients are in each population, by arm' }),
    safety: Type.Unknown({ description: 'adverse events of the safety population, by arm' }),
    lines: Type.Array(record({ group: text('the arm of the patient'), ...CASE_LINE_FIELDS })),
  }),
  example: {
    ...{ trialId: 'NCT00904501', position: 812, root: '00'.repeat(32), asOf: '2011-03-20' },
    software: { version: '0.1.0', commit: '0000000' },
    ...{ groups: ['cells', 'placebo'], populations: [], safety: [], lines: [] },
  },
};

const recommendation = record({
  event: eventIdentifier('the event of the trial ledger'),
  metOn: calendarDate('when the board met'),
  position: place('the last event that was in its tables'),
  recommendation: oneOf('what it recommends', BOARD_RECOMMENDATIONS),
  changes: Type.Optional(Type.Array(oneOf('a change', BOARD_CHANGES))),
  recordedAt,
});

const EXAMPLE = {
  ...{ event: ENTRY, metOn: '2011-03-21', position: 812, recommendation: 'continue' as const },
  recordedAt: '2011-03-21T15:10:00.000Z',
};

export const RECOMMENDATIONS_ANSWER: DocumentedAnswer<BoardMeetingsView['recommendations']> = {
  description: 'What the board recommended, in the order in which it was recorded',
  schema: Type.Array(recommendation),
  example: [EXAMPLE],
};

export const BOARD_MEETINGS_ANSWER: DocumentedAnswer<BoardMeetingsView> = {
  description: 'When the board looked, as of which event, and what it recommended; never what it saw',
  schema: record({
    looks: Type.Array(
      record({
        event: eventIdentifier('the event of the access ledger'),
        by: actor,
        lookedAt: instant('before it was shown'),
        tables: oneOf('what was shown', BOARD_TABLES),
        position: place('the last event of the trial ledger that counts in it'),
      }),
    ),
    recommendations: Type.Array(recommendation),
  }),
  example: {
    looks: [
      {
        ...{ event: ENTRY, tables: 'safety', position: 812, lookedAt: '2011-03-21T13:00:00.000Z' },
        by: { ...EXAMPLE_ACTOR, role: 'data-monitoring-board', organisation: 'Data monitoring board' },
      },
    ],
    recommendations: [EXAMPLE],
  },
};
