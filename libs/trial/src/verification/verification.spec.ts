import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  annulment,
  correction,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
} from '@bali/trial/testing';
import { type PatientState, patientStream } from '../patient/chart.js';
import type { DecidedEvent } from '@bali/schema';
import type { AnyPatientCommand } from '../patient/patient-commands.js';
import { type FieldVerification, verificationCounts, verificationOf } from './verification-of.js';

const STREAM = patientStream('REI-001');
const SEEN = [...patientHistory({ until: 'M1' }), patientEvent('Revascularized', { performedOn: '2026-04-10' })];
const [harvest = '', randomization = '', visit = '', operation = ''] = entriesOf(STREAM, SEEN, [
  'Harvested',
  'Randomized',
  'FollowUpAssessed',
  'Revascularized',
]);
const MONITOR = { role: 'monitor', by: 'u-021' };
const verify = (data: object): AnyPatientCommand => ({
  type: 'VerifySourceData',
  data: { verdict: 'agrees', ...data },
});

/** These events, and what a command leads to. */
function after(events: readonly DecidedEvent[], command: AnyPatientCommand): readonly DecidedEvent[] {
  const { decision } = given(events).when(command, MONITOR);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

function statusOf(state: PatientState, entry: string, field: string): FieldVerification['status'] | undefined {
  return verificationOf(state).find((one) => one.entry === entry && one.field === field)?.status;
}

describe('a verification of source data', () => {
  it('is of fields, of whole entries, or of all that happened on the day of a visit', () => {
    const one = { entry: harvest, fields: ['/volumeMl'] };
    given(SEEN)
      .when(verify({ entries: [one] }), MONITOR)
      .expectEvents({
        type: 'SourceDataVerified',
        data: { verdict: 'agrees', entries: [one], verified: [one], verifiedBy: 'u-021' },
      });
    const whole = patientStateOf(after(SEEN, verify({ entries: [{ entry: harvest }] })));
    expect(statusOf(whole, harvest, '/bloodTube')).toBe('verified');
    // The software numbers harvests: that has no source.
    expect(verificationOf(whole).some(({ field }) => field === '/number')).toBe(false);
    const ofVisit = patientStateOf(after(SEEN, verify({ visit: 'M1' })));
    expect(statusOf(ofVisit, visit, '/ankleBrachialIndex/value')).toBe('verified');
    expect(statusOf(ofVisit, operation, '/procedure')).toBe('verified');
    expect(statusOf(ofVisit, harvest, '/volumeMl')).toBe('not-verified');
  });

  it('of what was never entered, of what is not there, or of what has no source at the site is refused', () => {
    const refused = (data: object) => given(SEEN).when(verify(data), MONITOR);
    refused({}).expectRefusal('value-missing', '/entries');
    refused({ visit: 'M3' }).expectRefusal('nothing-to-verify', '/visit');
    const on = (entry: string, ...fields: readonly string[]) => refused({ entries: [{ entry, fields }] });
    on(visit, '/assessedOn', '/comment').expectRefusal('nothing-to-verify', '/entries/0/fields/1');
    on(harvest, '/number').expectRefusal('nothing-to-verify', '/entries/0/fields/0');
    on(harvest, '/colour').expectRefusal('field-unknown', '/entries/0/fields/0');
    on('5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', '/volumeMl').expectRefusal('event-unknown', '/entries/0/entry');
    on(randomization, '/slot').expectRefusal('nothing-to-verify', '/entries/0/entry');
    const struck = after(SEEN, annulment(SEEN, 'Revascularized'));
    given(struck)
      .when(verify({ entries: [{ entry: operation }] }), MONITOR)
      .expectRefusal('already-annulled', '/entries/0/entry');
  });

  it('[P11-70] is broken by a later correction of that field, and of no other, until the field is verified again', () => {
    const verified = after(SEEN, verify({ entries: [{ entry: harvest }] }));
    const corrected = after(verified, correction(SEEN, 'Harvested', '/volumeMl', 480));
    const state = patientStateOf(corrected);
    expect(statusOf(state, harvest, '/volumeMl')).toBe('broken');
    expect(statusOf(state, harvest, '/anaesthesia')).toBe('verified');
    const correctedBy = state.entries.findLast(({ type }) => type === 'SourceDataVerified')?.broken;
    expect(correctedBy).toEqual([
      { entry: harvest, field: '/volumeMl', by: entriesOf(STREAM, corrected, ['DataCorrected'])[0] },
    ]);
    const again = after(corrected, verify({ entries: [{ entry: harvest, fields: ['/volumeMl'] }] }));
    expect(statusOf(patientStateOf(again), harvest, '/volumeMl')).toBe('verified');
  });

  it('is broken by what takes a measurement out, and by an annulment', () => {
    const verified = after(SEEN, verify({ visit: 'M1' }));
    const notDone = { notDone: 'device-unavailable' };
    const corrected = after(verified, correction(SEEN, 'FollowUpAssessed', '/tcPO2', notDone));
    expect(statusOf(patientStateOf(corrected), visit, '/tcPO2/value')).toBe('broken');
    const annulled = patientStateOf(after(verified, annulment(SEEN, 'Revascularized')));
    expect(statusOf(annulled, operation, '/procedure')).toBe('broken');
  });

  it('is taken back for a reason where it was made by mistake', () => {
    const verified = after(SEEN, verify({ entries: [{ entry: harvest }] }));
    const back = verify({ verdict: 'taken-back', entries: [{ entry: harvest, fields: ['/volumeMl'] }] });
    given(verified)
      .when(back, { ...MONITOR, reason: null })
      .expectRefusal('reason-missing', '/reason');
    const state = patientStateOf(after(verified, back));
    expect(statusOf(state, harvest, '/volumeMl')).toBe('not-verified');
    expect(statusOf(state, harvest, '/harvestedAt')).toBe('verified');
  });

  it('is counted: what can be verified, what is, and what is broken', () => {
    const none = verificationCounts(patientStateOf(SEEN));
    expect(none).toMatchObject({ verified: 0, broken: 0 });
    const verified = after(SEEN, verify({ entries: [{ entry: harvest }] }));
    const corrected = after(verified, correction(SEEN, 'Harvested', '/volumeMl', 480));
    expect(verificationCounts(patientStateOf(corrected))).toEqual({ fields: none.fields, verified: 3, broken: 1 });
    // What was annulled is nobody's to verify again.
    const seen = after(SEEN, verify({ visit: 'M1' }));
    const annulled = verificationCounts(patientStateOf(after(seen, annulment(SEEN, 'Revascularized'))));
    expect(annulled).toMatchObject({ broken: 0 });
  });

  it('changes nothing that an investigator has signed off', () => {
    const completed = patientHistory({ until: 'completed' });
    const signed = after(completed, commandFor(patientEvent('PatientSignedOff')));
    const verified = after(signed, verify({ visit: 'M6' }));
    given(verified)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectRefusal('already-signed-off');
  });
});
