import {
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { patientStream } from '@bali/trial';
import { expect, it } from '@jest/globals';
import { reportDocument } from '../document/report-document.js';
import { statisticalReport } from './statistical-report.js';

it('the report counts deviations as they were assessed, and adverse events by the body system that a coder named', () => {
  const events = [...patientHistory({ until: 'completed' }), patientEvent('AdverseEventReported', { number: 1 })];
  const entry = recordId(patientStream('REI-001'), events.length - 1);
  const state = patientStateOf([
    ...events,
    patientEvent('Coded', { entry, bodySystem: 'Blood' }),
    patientEvent('AdverseEventReported', { number: 2 }),
    patientEvent('DeviationReported'),
    patientEvent('DeviationAssessed', { deviation: 'reported:1', severity: 'major', perProtocol: 'excluded' }),
  ]);
  const report = statisticalReport({
    ...{ trial: trialStateOf(trialHistory()), asOf: '2027-01-01' },
    patients: [{ patient: 'REI-001', state, timeZone: 'Europe/Paris' }],
  });
  expect(report.bySystem.map(({ system, events: count }) => [system, count])).toEqual([
    ['Blood', 1],
    ['not coded', 1],
  ]);
  expect(report.deviations.find(({ kind }) => kind === 'procedure')).toMatchObject({
    deviations: 1,
    major: 1,
    excluding: 1,
  });
  expect(report.perProtocol.groups).toEqual([]);
  expect(report.boardMeetings).toEqual([]);
  expect(Object.keys(report.sensitivities)).toContain('with no event, where it is missing');
});

it('the report says when the data monitoring board looked, as of which event, and what it recommended', () => {
  const trial = trialStateOf([...trialHistory(), trialEvent('BoardRecommended')]);
  const report = statisticalReport({ trial, asOf: '2027-01-01', patients: [] });
  expect(report.boardMeetings).toMatchObject([{ metOn: '2026-03-16', position: 682, recommendation: 'continue' }]);
  const source = { trialId: 'NCT00904501', position: 700, root: 'ab', software: { version: '1', commit: '2' } };
  expect(reportDocument(report, source)).toContain('recommended on 2026-03-16, as of event 682: continue.');
});
