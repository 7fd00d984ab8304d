import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import {
  annulment,
  commandFor,
  correction,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { type AnyPatientCommand, lockedRecord, patientStream, signOffInForce, TRIAL_STREAM } from '../index.js';

const OPEN = trialHistory();
const LOCKED = trialHistory(trialEvent('DatabaseLocked'));
const UNLOCKED = trialHistory(trialEvent('DatabaseLocked'), trialEvent('DatabaseUnlocked'));
const RELOCKED = [...UNLOCKED, trialEvent('DatabaseLocked')];
const UNBLINDED = trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded'));
const LOCK = recordId(TRIAL_STREAM, OPEN.length);
const STREAM = patientStream('REI-001');

const SIGNED_OFF = [...patientHistory({ until: 'completed' }), patientEvent('PatientSignedOff')];
const REPORTED = patientEvent('AdverseEventReported', {
  startedOn: '2026-10-05',
  awareAt: '2026-10-06T09:00:00+02:00',
});

function after(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  trial: readonly DecidedEvent[] = LOCKED,
): readonly DecidedEvent[] {
  const { decision } = given(events, trial).when(command);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

const WITH_EVENT = after(SIGNED_OFF, commandFor(REPORTED));
const WITH_DEATH = after(SIGNED_OFF, commandFor(patientEvent('Died', { diedOn: '2026-10-20' })));

describe('after the lock of the database', () => {
  it('[R3-316r] safety is recorded, and marked as outside of the locked analysis', () => {
    given(SIGNED_OFF, LOCKED)
      .when(commandFor(REPORTED))
      .expectEvents(REPORTED, { type: 'RecordedAfterLock', data: { lock: LOCK, events: 1 } });
    given(SIGNED_OFF, OPEN).when(commandFor(REPORTED)).expectEvents(REPORTED);
  });

  it.each([
    [
      'Amputated',
      patientEvent('Amputated', {
        performedOn: '2026-10-02',
        level: 'below-knee',
        awareAt: '2026-10-02T12:00:00+02:00',
      }),
    ],
    ['Died', patientEvent('Died', { diedOn: '2026-10-20' })],
    ['AdverseEventReported', REPORTED],
    ['ConsentWithdrawn', patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-10-02', from: ['keeping-of-cells'] })],
    ['PatientTransferred', patientEvent('PatientTransferred', { transferredOn: '2026-10-02' })],
  ])('the site records what cannot wait: %s', (type, event) => {
    const marked = patientStateOf(after(SIGNED_OFF, commandFor(event as never))).entries.filter(
      ({ afterLock }) => afterLock !== undefined,
    );
    expect(marked.map(({ afterLock }) => afterLock)).toEqual(marked.map(() => LOCK));
    expect(marked.map((entry) => entry.type)).toContain(type);
  });

  it('marks everything that one command records: a death and the adverse event that it makes', () => {
    const { entries } = patientStateOf(WITH_DEATH);
    const marked = entries.filter(({ afterLock }) => afterLock === LOCK);
    expect(marked.map(({ type }) => type)).toEqual(['Died', 'AdverseEventReported']);
  });

  it.each([
    ['FollowUpAssessed', patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' })],
    ['Revascularized', patientEvent('Revascularized')],
  ])('[R3-316r] nothing else is recorded, corrected or annulled: %s', (_, event) => {
    given(SIGNED_OFF, LOCKED)
      .when(commandFor(event as never))
      .expectRefusal('database-locked');
    given(SIGNED_OFF, LOCKED)
      .when(correction(SIGNED_OFF, 'Harvested', '/volumeMl', 470))
      .expectRefusal('database-locked');
    given(SIGNED_OFF, LOCKED).when(annulment(SIGNED_OFF, 'Implanted')).expectRefusal('database-locked');
    given(SIGNED_OFF, LOCKED)
      .when({ type: 'RequestAnnulment', data: { entries: entriesOf(STREAM, SIGNED_OFF, ['FollowUpAssessed']) } })
      .expectRefusal('database-locked');
  });

  it('what was recorded after the lock is put right as long as the lock stands, and nothing with it that is locked', () => {
    given(WITH_EVENT, LOCKED)
      .when(correction(WITH_EVENT, 'AdverseEventReported', '/severity', 'severe'))
      .expectAccepted();
    given(WITH_EVENT, LOCKED).when(annulment(WITH_EVENT, 'AdverseEventReported')).expectAccepted();
    given(WITH_EVENT, LOCKED)
      .when(annulment(WITH_EVENT, 'AdverseEventReported', 'Implanted'))
      .expectRefusal('database-locked');
  });

  it('a death of the wrong patient is taken out by two people, as before the lock', () => {
    const entries = entriesOf(STREAM, WITH_DEATH, ['Died', 'AdverseEventReported']);
    const requested = after(WITH_DEATH, { type: 'RequestAnnulment', data: { entries } });
    const [request = ''] = entriesOf(STREAM, requested, ['AnnulmentRequested']);
    given(requested, LOCKED).when({ type: 'ConfirmAnnulment', data: { request } }, { by: 'u-099' }).expectAccepted();
  });

  it('the investigator signs off what has come, so that an unblinding as planned stays possible', () => {
    given(WITH_EVENT, LOCKED)
      .when(commandFor(patientEvent('PatientUnblinded', { kind: 'planned' })))
      .expectRefusal('not-signed-off');
    const signed = after(WITH_EVENT, { type: 'SignOffPatient', data: {} });
    expect(signOffInForce(patientStateOf(signed))).toBeDefined();
    given(signed, LOCKED)
      .when(commandFor(patientEvent('PatientUnblinded', { kind: 'planned' })))
      .expectAccepted();
  });

  it('once the trial is unblinded, the way out of the lock is an erratum', () => {
    const { decision } = given(SIGNED_OFF, UNBLINDED).when(correction(SIGNED_OFF, 'Harvested', '/volumeMl', 470));
    expect(decision).toMatchObject({
      refusal: { code: 'database-locked', sentence: expect.stringContaining('erratum') },
    });
    given(SIGNED_OFF, UNBLINDED).when(commandFor(REPORTED)).expectAccepted();
  });
});

describe('[R3-316r] the locked analysis', () => {
  const types = (events: readonly DecidedEvent[], trial: readonly DecidedEvent[]) =>
    lockedRecord(patientStateOf(events), trialStateOf(trial)).entries.map(({ type }) => type);

  it('leaves out what was recorded after the lock that stands', () => {
    expect(types(WITH_DEATH, LOCKED)).toEqual(types(SIGNED_OFF, LOCKED));
    expect(types(WITH_DEATH, UNBLINDED)).toEqual(types(SIGNED_OFF, UNBLINDED));
  });

  it('counts it once the database was unlocked, and after the next lock', () => {
    for (const trial of [UNLOCKED, RELOCKED]) expect(types(WITH_DEATH, trial)).toContain('Died');
  });
});
