import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import {
  commandFor,
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
import {
  type AnyPatientCommand,
  type ErratumOrder,
  lockedRecord,
  majorAmputations,
  patientStream,
  statusOf,
  withErrata,
} from '../index.js';

const LOCKED = trialHistory(trialEvent('DatabaseLocked'));
const UNBLINDED = trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded'));
const TRIAL = trialStateOf(UNBLINDED);
const STREAM = patientStream('REI-001');
const HISTORY = [...patientHistory({ until: 'completed' }), patientEvent('PatientSignedOff')];
const TOE = [...HISTORY.slice(0, -2), patientEvent('Amputated', { level: 'toe' }), ...HISTORY.slice(-2)];

const idOf = (events: readonly DecidedEvent[], type: string): string => entriesOf(STREAM, events, [type])[0] ?? '';
const erratum = (data: ErratumOrder): AnyPatientCommand => ({ type: 'RecordErratum', data });
const ofVolume = (newValue: number) => ({
  values: [{ correctedEvent: idOf(HISTORY, 'Harvested'), field: '/volumeMl', newValue }],
});

function after(events: readonly DecidedEvent[], command: AnyPatientCommand, by?: string): readonly DecidedEvent[] {
  const { decision } = given(events, UNBLINDED).when(command, by === undefined ? {} : { by });
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

const volumeIn = (state: ReturnType<typeof patientStateOf>) =>
  state.entries.find(({ type }) => type === 'Harvested')?.data;

describe('[R3-316e] an erratum', () => {
  it('says the old and the new value, and leaves the locked record as it is', () => {
    const [, , , , , harvested] = HISTORY;
    given(HISTORY, UNBLINDED)
      .when(erratum(ofVolume(470)))
      .expectEvents({
        type: 'Erratum',
        data: {
          kind: 'value',
          correctedEvent: recordId(
            STREAM,
            HISTORY.findIndex(({ type }) => type === 'Harvested'),
          ),
          correctedType: 'Harvested',
          field: '/volumeMl',
          oldValue: 500,
          newValue: 470,
          computed: false,
          knewArm: false,
        },
      });
    expect(harvested).toBeDefined();
    const state = patientStateOf(after(HISTORY, erratum(ofVolume(470))));
    expect(volumeIn(lockedRecord(state, TRIAL))).toMatchObject({ volumeMl: 500 });
    expect(volumeIn(withErrata(state, TRIAL))).toMatchObject({ volumeMl: 470 });
  });

  it('is judged by what the errata before it said, so that one error is not put right twice', () => {
    const once = after(HISTORY, erratum(ofVolume(470)));
    given(once, UNBLINDED)
      .when(erratum(ofVolume(470)))
      .expectRefusal('value-unchanged', '/values/0/newValue');
    const again = after(once, erratum(ofVolume(480)));
    expect(patientStateOf(again).errata?.map(({ data }) => [data.oldValue, data.newValue])).toEqual([
      [500, 470],
      [470, 480],
    ]);
  });

  it('is held to the rules of an entry', () => {
    given(HISTORY, UNBLINDED)
      .when(erratum(ofVolume(-1)))
      .expectRefusal('invalid-value', '/values/0/newValue');
    const values = [
      ...ofVolume(470).values,
      { correctedEvent: idOf(HISTORY, 'Implanted'), field: '/implantedAt', newValue: '2026-03-09T14:00:00+01:00' },
    ];
    given(HISTORY, UNBLINDED).when(erratum({ values })).expectRefusal('out-of-order', '/values/1/newValue');
  });

  it('is for after the unblinding: before, there are corrections, and the sponsor unlocks the database', () => {
    given(HISTORY, LOCKED)
      .when(erratum(ofVolume(470)))
      .expectRefusal('trial-not-unblinded');
  });

  it('needs a reason, and something that it is about', () => {
    given(HISTORY, UNBLINDED)
      .when(erratum(ofVolume(470)), { reason: null })
      .expectRefusal('reason-missing', '/reason');
    given(HISTORY, UNBLINDED).when(erratum({})).expectRefusal('value-missing', '/values');
  });

  it('takes an entry out, together with what rests on it', () => {
    const events = [...HISTORY.slice(0, -1), patientEvent('Amputated', { level: 'below-knee' }), HISTORY.at(-1)!];
    const notToCount = [idOf(events, 'Amputated')];
    const state = patientStateOf(after(events, erratum({ notToCount })));
    expect(majorAmputations(lockedRecord(state, TRIAL))).toHaveLength(1);
    expect(majorAmputations(withErrata(state, TRIAL))).toEqual([]);
    expect(withErrata(state, TRIAL).struck).toMatchObject([{ type: 'Amputated' }]);
    given(events, UNBLINDED)
      .when(erratum({ notToCount: [idOf(events, 'Harvested')] }))
      .expectRefusal('needed-by-others', '/notToCount');
    given(events, UNBLINDED)
      .when(erratum({ notToCount: [idOf(events, 'Randomized')] }))
      .expectRefusal('never-annulled', '/notToCount/0');
  });

  it('counts what was recorded after the lock, and nothing else that is named so', () => {
    const died = after(HISTORY, commandFor(patientEvent('Died', { diedOn: '2026-10-20' })));
    const toCount = ['Died', 'AdverseEventReported'].map((type) => idOf(died, type));
    const state = patientStateOf(after(died, erratum({ toCount })));
    expect(statusOf(lockedRecord(state, TRIAL))).toBe('completed');
    expect(statusOf(withErrata(state, TRIAL))).toBe('died');
    const counted = after(died, erratum({ toCount }));
    given(counted, UNBLINDED).when(erratum({ toCount })).expectRefusal('value-unchanged', '/toCount/0');
    given(died, UNBLINDED)
      .when(erratum({ toCount: [idOf(died, 'Harvested')] }))
      .expectRefusal('value-unchanged', '/toCount/0');
  });

  it('of an amputation that was above the ankle names its adverse event, which is reported first', () => {
    const correctedEvent = idOf(TOE, 'Amputated');
    const level = { correctedEvent, field: '/level', newValue: 'below-knee' };
    given(TOE, UNBLINDED)
      .when(erratum({ values: [level] }))
      .expectRefusal('value-missing', '/values/0/newValue');
    const reported = after(TOE, commandFor(patientEvent('AdverseEventReported', { startedOn: '2026-05-04' })));
    const values = [level, { correctedEvent, field: '/adverseEvent', newValue: 1 }];
    const told = after(reported, erratum({ values, toCount: [idOf(reported, 'AdverseEventReported')] }));
    expect(majorAmputations(withErrata(patientStateOf(told), TRIAL))).toHaveLength(1);
  });

  it('says whether whoever authorised it had been told the arm', () => {
    const told = [...HISTORY, patientEvent('PatientUnblinded', { kind: 'planned', shownTo: 'u-017' })];
    const knew = (by: string) =>
      patientStateOf(after(told, erratum(ofVolume(470)), by)).errata?.map(({ data }) => data.knewArm);
    expect([knew('u-017'), knew('u-018')]).toEqual([[true], [false]]);
  });

  it('is acknowledged by the sponsor, once', () => {
    const told = after(HISTORY, erratum(ofVolume(470)));
    const acknowledged = commandFor(patientEvent('ErratumAcknowledged', { erratum: recordId(STREAM, HISTORY.length) }));
    const known = after(told, acknowledged);
    given(known, UNBLINDED).when(acknowledged).expectRefusal('already-recorded', '/erratum');
    given(told, UNBLINDED)
      .when(commandFor(patientEvent('ErratumAcknowledged')))
      .expectRefusal('erratum-unknown', '/erratum');
  });
});
