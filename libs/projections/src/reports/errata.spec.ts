import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  entriesOf,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, patientStream, TRIAL_STREAM } from '@bali/trial';
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

const endpoint = (events: readonly DecidedEvent[], trial: readonly DecidedEvent[] = UNBLINDED) =>
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

  it('show both results of an erratum about a site, whose clock was another one', () => {
    const [opened = ''] = entriesOf(TRIAL_STREAM, UNBLINDED, ['SiteOpened']);
    const value = { correctedEvent: opened, field: '/timeZone', newValue: 'Pacific/Kiritimati' };
    const { decision } = givenTrial(UNBLINDED).when({ type: 'RecordTrialErratum', data: { values: [value] } });
    const told = [...UNBLINDED, ...('events' in decision ? decision.events : [])];
    const { withErrata, ...locked } = endpoint(LOCKED, told);
    expect(locked).toEqual(endpoint(LOCKED));
    const elsewhere = UNBLINDED.map((event) =>
      event.type === 'SiteOpened' ? trialEvent('SiteOpened', { timeZone: 'Pacific/Kiritimati' }) : event,
    );
    expect(withErrata).toEqual(endpoint(LOCKED, elsewhere));
  });
});
