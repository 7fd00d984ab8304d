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
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import {
  adjudicatedRecord,
  adjudicationsOf,
  disagreements,
  majorAmputations,
  patientStream,
  withErrata,
} from '../index.js';

const STREAM = patientStream('REI-001');
const ADJUDICATOR = { role: 'endpoint-adjudicator', by: 'u-040' };
const AMPUTATED = [
  ...patientHistory({ until: 'implanted' }),
  patientEvent('Amputated', { performedOn: '2026-05-04', side: 'left', level: 'below-knee' }),
];
const DIED = [...patientHistory({ until: 'implanted' }), patientEvent('Died', { diedOn: '2026-06-10' })];
const idOf = (events: readonly DecidedEvent[], type: string): string => entriesOf(STREAM, events, [type])[0] ?? '';
const AMPUTATION = idOf(AMPUTATED, 'Amputated');
const DEATH = idOf(DIED, 'Died');

const judged = (changes: object = {}) => patientEvent('EndpointAdjudicated', { entry: AMPUTATION, ...changes });
const without = (verdict: string, more: object = {}) => ({
  type: 'EndpointAdjudicated' as const,
  data: { entry: AMPUTATION, inNameOf: 'one-adjudicator', verdict, adjudicatedBy: 'u-040', ...more },
});
const ofDeath = (changes: object = {}) =>
  without('happened', { entry: DEATH, diedOn: '2026-06-10', cause: 'infection', ...changes });

describe('an adjudication', () => {
  const tried = (events: readonly DecidedEvent[], event: { readonly type: string; readonly data: object }) =>
    given(events).when(commandFor(event as never), ADJUDICATOR);

  it('[ICH-E9] is of an amputation or a death that stands, and says whole what happened', () => {
    tried(AMPUTATED, judged()).expectEvents(judged());
    tried(DIED, ofDeath()).expectAccepted();
    tried(AMPUTATED, judged({ entry: idOf(AMPUTATED, 'Implanted') })).expectRefusal('no-endpoint', '/entry');
    tried(AMPUTATED, without('happened', { side: 'left', level: 'toe' })).expectRefusal(
      'value-missing',
      '/performedOn',
    );
    tried(AMPUTATED, judged({ cause: 'infection' })).expectRefusal('invalid-value', '/cause');
    tried(AMPUTATED, without('did-not-happen')).expectAccepted();
    tried(AMPUTATED, without('not-assessable', { side: 'left' })).expectRefusal('invalid-value', '/side');
    tried(DIED, without('did-not-happen', { entry: DEATH })).expectRefusal('invalid-value', '/verdict');
  });

  it('is on a day on which it can have been', () => {
    tried(AMPUTATED, judged({ performedOn: '2030-01-01' })).expectRefusal('in-the-future', '/performedOn');
    const late = [...AMPUTATED, patientEvent('Died', { diedOn: '2026-06-10' })];
    tried(late, judged({ performedOn: '2026-06-11' })).expectRefusal('patient-died', '/performedOn');
    tried(late, judged({ performedOn: '2026-06' })).expectAccepted();
    const seen = [...patientHistory({ until: 'M1' }), patientEvent('Died', { diedOn: '2026-06-10' })];
    const early = ofDeath({ entry: idOf(seen, 'Died'), diedOn: '2026-03-12' });
    tried(seen, early).expectRefusal('out-of-order', '/diedOn');
  });

  it('[R3-316r] is not made once the database is locked, nor by somebody who was told the arm', () => {
    given(AMPUTATED, trialHistory(trialEvent('DatabaseLocked')))
      .when(commandFor(judged()), ADJUDICATOR)
      .expectRefusal('database-locked');
    const told = [...AMPUTATED, patientEvent('PatientUnblinded', { shownTo: 'u-040' })];
    given(told).when(commandFor(judged()), ADJUDICATOR).expectRefusal('assessor-unblinded');
  });
});

describe('what was judged', () => {
  const standingOf = (events: readonly DecidedEvent[]) => adjudicationsOf(patientStateOf(events))[0]?.standing;
  const another = { adjudicatedBy: 'u-041' };
  const minor = judged({ level: 'forefoot', ...another });

  it('counts where the adjudicators who could judge agree, or the committee has met', () => {
    expect(standingOf(AMPUTATED)).toBe('not-judged');
    expect(standingOf([...AMPUTATED, judged()])).toBe('judged');
    expect(standingOf([...AMPUTATED, judged(), without('not-assessable', another)])).toBe('judged');
    expect(standingOf([...AMPUTATED, without('not-assessable')])).toBe('not-assessable');
    expect(standingOf([...AMPUTATED, judged(), minor])).toBe('adjudicators-differ');
    const met = [...AMPUTATED, judged(), minor, judged({ inNameOf: 'committee', level: 'forefoot' })];
    expect(standingOf(met)).toBe('judged');
    expect(standingOf([...met, without('not-assessable', { inNameOf: 'committee' })])).toBe('not-assessable');
    // Each person's last word counts.
    expect(standingOf([...AMPUTATED, judged(), minor, judged(another)])).toBe('judged');
  });

  it('stands in the place of what the site recorded, in the analysis alone', () => {
    const amputations = (events: readonly DecidedEvent[]) =>
      majorAmputations(adjudicatedRecord(patientStateOf(events)));
    expect(amputations([...AMPUTATED, judged({ performedOn: '2026-05-06' })])).toEqual([
      { performedOn: '2026-05-06', side: 'left' },
    ]);
    expect(amputations([...AMPUTATED, minor])).toEqual([]);
    expect(amputations([...AMPUTATED, without('did-not-happen')])).toEqual([]);
    expect(amputations([...AMPUTATED, judged(), minor])).toHaveLength(1);
    const state = patientStateOf([...AMPUTATED, minor]);
    expect(majorAmputations(state)).toHaveLength(1);
    const death = adjudicatedRecord(patientStateOf([...DIED, ofDeath({ diedOn: '2026-06-09' })]));
    expect(death.entries.find(({ type }) => type === 'Died')?.data).toMatchObject({
      diedOn: '2026-06-09',
      cause: 'infection',
    });
  });

  it('is listed where the site recorded something else, and as outdated once the site has corrected it', () => {
    const [first] = adjudicationsOf(patientStateOf([...AMPUTATED, minor]));
    expect(first && disagreements(first)).toEqual([{ field: 'level', site: 'below-knee', judged: 'forefoot' }]);
    const { decision } = given([...AMPUTATED, minor]).when(correction(AMPUTATED, 'Amputated', '/level', 'toe'));
    const corrected = 'events' in decision ? [...AMPUTATED, minor, ...decision.events] : [];
    expect(adjudicationsOf(patientStateOf(corrected))[0]?.isOutdated).toBe(true);
  });

  it('gives way to an erratum, which is said last', () => {
    const erratum = {
      type: 'Erratum',
      data: {
        ...{ kind: 'value', correctedEvent: AMPUTATION, correctedType: 'Amputated', field: '/level' },
        ...{ oldValue: 'below-knee', newValue: 'above-knee', computed: false, knewArm: false },
      },
    } as const;
    const trial = trialStateOf(trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded')));
    const right = withErrata(patientStateOf([...AMPUTATED, minor, erratum]), trial);
    expect(majorAmputations(adjudicatedRecord(right))).toHaveLength(1);
  });

  it("is in nobody's way when the entry is annulled, and neither is what a coder said", () => {
    const judgedEvents = [...AMPUTATED, judged()];
    const ask = { type: 'RequestAnnulment', data: { entries: [AMPUTATION] } } as const;
    given(judgedEvents).when(ask).expectAccepted();
    const reported = [...patientHistory({ until: 'implanted' }), patientEvent('AdverseEventReported')];
    const coded = [...reported, patientEvent('Coded', { entry: idOf(reported, 'AdverseEventReported') })];
    given(coded).when(annulment(coded, 'AdverseEventReported')).expectAccepted();
  });
});
