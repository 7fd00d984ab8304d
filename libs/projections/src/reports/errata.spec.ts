import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, patientStream } from '@bali/trial';
import { summaryOf } from '../trial-state/patient-summary.js';
import { consortFlowOf } from './consort-flow.js';
import { primaryEndpointOf } from './primary-endpoint.js';

const UNBLINDED = trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded'));
const UNLOCKED = trialHistory(trialEvent('DatabaseLocked'), trialEvent('DatabaseUnlocked'));
const ON = '2026-12-01';
const STREAM = patientStream('REI-001');
const LOCKED = [...patientHistory({ until: 'completed' }), patientEvent('PatientSignedOff')];
/** Known only after the lock: the leg was lost within the 6 months. */
const LOST = patientEvent('Amputated', {
  ...{ performedOn: '2026-06-20', level: 'below-knee', side: 'left', awareAt: '2026-10-12T10:00:00+02:00' },
});

function after(events: readonly DecidedEvent[], command: AnyPatientCommand): readonly DecidedEvent[] {
  const { decision } = given(events, UNBLINDED).when(command);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

const endpoint = (events: readonly DecidedEvent[], trial = UNBLINDED) =>
  primaryEndpointOf(trialStateOf(trial), [summaryOf('REI-001', patientStateOf(events))], ON);

const LATE = after(LOCKED, commandFor(LOST));
const toCount = entriesOf(STREAM, LATE, ['Amputated', 'AdverseEventReported']);
const TOLD = after(LATE, { type: 'RecordErratum', data: { toCount } });

describe('[R3-316e] the reports of a locked database', () => {
  it('do not count what was recorded after the lock, until it is unlocked', () => {
    expect(endpoint(LATE)).toEqual(endpoint(LOCKED));
    expect(endpoint(LATE, UNLOCKED)).toMatchObject({ majorAmputations: 1, survivedWithoutMajorAmputation: 0 });
    expect(consortFlowOf(trialStateOf(UNBLINDED), [summaryOf('REI-001', patientStateOf(LATE))], ON)).toEqual(
      consortFlowOf(trialStateOf(UNBLINDED), [summaryOf('REI-001', patientStateOf(LOCKED))], ON),
    );
  });

  it('show both results once there is an erratum, the locked one first', () => {
    const { withErrata, ...locked } = endpoint(TOLD);
    expect(locked).toEqual(endpoint(LOCKED));
    expect(withErrata).toMatchObject({ majorAmputations: 1, survivedWithoutMajorAmputation: 0 });
    expect(Object.keys(endpoint(TOLD)).at(-1)).toBe('withErrata');
    expect(endpoint(LATE)).not.toHaveProperty('withErrata');
  });
});
