import { describe, expect, it } from '@jest/globals';
import {
  entriesOf,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { WORK } from './work-items.js';
import { WORK_KINDS, workKindsOf, workOf } from './work-of.js';

const OPEN = trialStateOf(trialHistory());
type Events = Parameters<typeof patientStateOf>[0];

/** What there is to be done in a role, as `what: standing`. */
function workIn(role: string, events: Events, now = '2026-04-01T10:00:00.000Z', trial = OPEN): readonly string[] {
  const chart = { patient: 'REI-001', site: 'REI', state: patientStateOf(events) };
  return workOf(chart, { trial, now, role }).map(({ what, standing }) => `${what}: ${standing}`);
}

const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });
const QUERIED = [...IMPLANTED, patientEvent('QueryRaised')];

describe('a work list', () => {
  it('has a visit from 14 days before its window on, as opening, due or overdue', () => {
    const on = (day: string) => workIn('study-coordinator', IMPLANTED, `${day}T10:00:00.000Z`);
    expect(on('2026-03-11')).toEqual([]);
    expect(on('2026-03-25')).toEqual(['visit-to-record: opening']);
    expect(on('2026-04-10')).toEqual(['visit-to-record: due']);
    expect(on('2026-05-04')).toEqual(['visit-to-record: overdue']);
    const later = on('2026-12-01');
    expect(later).toEqual(expect.arrayContaining(['status-to-record: overdue', 'end-to-record: due']));
    expect(workIn('study-coordinator', COMPLETED, '2026-12-01T10:00:00.000Z')).toEqual([]);
  });

  it('has what an investigator judges and signs', () => {
    expect(workIn('investigator', patientHistory({ until: 'baseline' }), '2026-03-05T10:00:00.000Z')).toEqual([
      'eligibility-to-confirm: due',
    ]);
    expect(workIn('investigator', COMPLETED, '2026-09-20T10:00:00.000Z')).toEqual(['record-to-sign-off: due']);
    expect(workIn('investigator', COMPLETED, '2026-12-01T10:00:00.000Z')).toEqual(['record-to-sign-off: overdue']);
    const { severity: _, relatedTo: __, ...report } = patientEvent('AdverseEventReported').data;
    const reported = [...IMPLANTED, { type: 'AdverseEventReported', data: report }];
    expect(workIn('investigator', reported, '2026-03-11T20:00:00.000Z')).toContain('adverse-event-to-judge: due');
    expect(
      workIn('investigator', [...IMPLANTED, patientEvent('MicrobiologyAlert')], '2026-03-20T10:00:00.000Z'),
    ).toContain('alert-to-acknowledge: overdue');
  });

  it('has a comment for the monitor for a week, until somebody has released, flagged or erased it', () => {
    const hash = 'ef'.repeat(32);
    const told = [...IMPLANTED, patientEvent('ContactMade', { comment: hash })];
    const state = patientStateOf(told);
    const chart = { patient: 'REI-001', site: 'REI', state };
    const at = state.entries.at(-1)?.recordedAt ?? '';
    const later = new Date(Date.parse(at) + 7 * 86_400_000).toISOString();
    const toRead = (now: string, readTexts = new Set<string>(), role = 'monitor') =>
      workOf(chart, { trial: OPEN, now, role, readTexts }, workKindsOf(role))
        .filter(({ what, entry }) => what === 'text-to-release' && entry === state.entries.at(-1)?.id)
        .map(({ field }) => field);
    expect(toRead(at)).toEqual(['/data/comment']);
    expect([toRead(at, new Set([hash])), toRead(later), toRead(at, new Set(), 'data-manager')]).toEqual([[], [], []]);
  });

  it('has a query for the site until it answers, and then for the role that raised it', () => {
    const now = '2026-03-12T10:00:00.000Z';
    expect(workIn('study-coordinator', QUERIED, now)).toEqual(['query-to-answer: due']);
    expect(workIn('monitor', QUERIED, now)).not.toContain('query-to-close: due');
    const answered = [...QUERIED, patientEvent('QueryAnswered')];
    expect(workIn('study-coordinator', answered, now)).toEqual([]);
    expect(workIn('monitor', answered, now)).toContain('query-to-close: due');
    expect(workIn('monitor', answered, '2026-04-20T10:00:00.000Z')).toContain('query-to-close: overdue');
    expect(workIn('data-manager', answered, now)).toEqual([]);
    expect(workIn('study-coordinator', QUERIED, '2026-03-30T10:00:00.000Z')).toContain('query-to-answer: overdue');
  });

  it('has deviations for the sponsor until they are assessed, or the trial is unblinded', () => {
    const missed = [...patientHistory({ until: 'M1' }), patientEvent('VisitMissed')];
    const now = '2026-06-20T10:00:00.000Z';
    expect(workIn('sponsor-coordinator', missed, now)).toEqual(['deviation-to-assess: due']);
    const assessed = [...missed, patientEvent('DeviationAssessed', { deviation: 'visit-missed:M3' })];
    expect(workIn('sponsor-coordinator', assessed, now)).toEqual([]);
    const unblinded = trialStateOf(trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded')));
    expect(workIn('sponsor-coordinator', missed, now, unblinded)).toEqual([]);
  });

  it('has endpoints for the adjudicators until one counts, and for the monitor what they could not judge', () => {
    const amputated = [...IMPLANTED, patientEvent('Amputated')];
    const [entry = ''] = entriesOf('patient-REI-001', amputated, ['Amputated']);
    expect(workIn('endpoint-adjudicator', amputated)).toEqual(['endpoint-to-adjudicate: due']);
    const judged = [...amputated, patientEvent('EndpointAdjudicated', { entry })];
    expect(workIn('endpoint-adjudicator', judged)).toEqual([]);
    const { side: _, level: __, performedOn: ___, ...nothing } = patientEvent('EndpointAdjudicated', { entry }).data;
    const unclear = [...amputated, { type: 'EndpointAdjudicated', data: { ...nothing, verdict: 'not-assessable' } }];
    expect(workIn('monitor', unclear)).toContain('adjudication-to-clear-up: due');
    const locked = trialStateOf(trialHistory(trialEvent('DatabaseLocked')));
    expect(workIn('endpoint-adjudicator', amputated, '2026-10-01T10:00:00.000Z', locked)).toEqual([]);
  });

  it('has annulments for those who confirm them, and gives each kind of work to some role', () => {
    const requested = [...COMPLETED, patientEvent('AnnulmentRequested')];
    // What was asked for is in no record of these: nothing is left to confirm.
    expect(workIn('data-manager', requested)).toEqual([]);
    expect(WORK_KINDS.filter((kind) => !WORK[kind].roles.some((role) => workKindsOf(role).includes(kind)))).toEqual([]);
    expect(workKindsOf('inspector')).toEqual([]);
    // [EMA-621-blind] The unit has its own list: here it has the answers to what it asked.
    expect(workKindsOf('cell-therapy-unit')).toEqual(['query-to-close']);
  });
});
