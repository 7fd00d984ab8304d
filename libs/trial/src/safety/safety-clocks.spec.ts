import {
  annulment,
  commandFor,
  given,
  patientEvent,
  patientHistory,
  recordsOf,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginningOf, dateAt, daysBetween, TRIAL } from '@bali/protocol';
import { evolvePatient, initialPatientState, type PatientEvent, patientStream } from '../index.js';
import { safetyCasesOf } from './safety-case.js';
import { lastDayOf, type SafetyClock, safetyClocksOf } from './safety-clocks.js';

type Told = readonly [event: PatientEvent, recordedAt: string];

/** The clocks of the patient's first case, after these events with their times. */
function clocksOf(...told: readonly Told[]): readonly SafetyClock[] {
  const [found] = safetyCasesOf(stateOf(told));
  return found === undefined ? [] : safetyClocksOf(found);
}

function stateOf(told: readonly Told[]) {
  const records = told.flatMap(([event, recordedAt], from) =>
    recordsOf([event], { stream: patientStream('REI-001'), from, recordedAt }),
  );
  return records.reduce(evolvePatient, initialPatientState);
}

const short = (clocks: readonly SafetyClock[]) => clocks.map(({ clock, dayZero, dueOn }) => [clock, dayZero, dueOn]);
const reported = (changes: object = {}) =>
  patientEvent('AdverseEventReported', { seriousness: ['hospitalisation'], relatedTo: 'harvest', ...changes });
const news = (changes: object) =>
  patientEvent('AdverseEventFollowedUp', { seriousness: ['hospitalisation'], outcome: 'not-recovered', ...changes });
const assessed = (changes: object = {}) => patientEvent('AdverseEventAssessed', changes);

const FRIDAY = '2026-03-20T09:00:00.000Z';

describe('the clocks of a safety report', () => {
  it('[CTR-42] give the site 24 hours from when anybody there first knew that it was serious', () => {
    const aware = { awareAt: '2026-03-19T22:30:00+01:00' };
    expect(clocksOf([reported(aware), FRIDAY])[0]).toMatchObject({
      ...{ clock: 'site-to-sponsor', dayZero: '2026-03-19', dueAt: '2026-03-20T21:30:00.000Z', metAt: FRIDAY },
    });
    const later = news({ awareAt: '2026-03-24T08:00:00+01:00', severity: 'severe', relatedTo: 'harvest' });
    expect(clocksOf([reported({ seriousness: [] }), FRIDAY], [later, '2026-03-26T09:00:00.000Z'])[0]).toMatchObject({
      ...{ dueAt: '2026-03-25T07:00:00.000Z', metAt: '2026-03-26T09:00:00.000Z' },
    });
  });

  it('[CTR-42] are 15 calendar days, week-ends included, to the end of the last day in the zone of the sponsor', () => {
    const [, fifteen] = clocksOf([reported(), FRIDAY]);
    expect(fifteen).toMatchObject({
      clock: 'fifteen-days',
      dueOn: '2026-04-04',
      dueAt: '2026-04-04T21:59:59.999Z',
      isPresumed: true,
    });
    expect(new Date('2026-04-04').getUTCDay()).toBe(6);
  });

  it('[CTR-42] are 7 days for what was fatal or life-threatening, and 8 more from the day on which the first report is due', () => {
    const grave = reported({ seriousness: ['life-threatening'] });
    expect(short(clocksOf([grave, FRIDAY])).slice(1)).toEqual([
      ['seven-days', '2026-03-20', '2026-03-27'],
      ['eight-more-days', '2026-03-20', '2026-04-04'],
    ]);
  });

  it.each([
    ['over the beginning of summer time', '2026-03-28T22:59:00.000Z', '2026-03-28', '2026-04-12T21:59:59.999Z'],
    [
      'in the last minute of a day in Paris, which is another day in UTC',
      '2026-03-28T23:01:00.000Z',
      '2026-03-29',
      '2026-04-13T21:59:59.999Z',
    ],
    ['over the end of summer time', '2026-10-24T10:00:00.000Z', '2026-10-24', '2026-11-08T22:59:59.999Z'],
    ['from 31 January', '2026-01-31T10:00:00.000Z', '2026-01-31', '2026-02-15T22:59:59.999Z'],
    ['over 29 February', '2028-02-20T10:00:00.000Z', '2028-02-20', '2028-03-06T22:59:59.999Z'],
    ['over the end of a year', '2026-12-24T10:00:00.000Z', '2026-12-24', '2027-01-08T22:59:59.999Z'],
  ])('[CTR-42] end with a whole day %s', (_, at, dayZero, dueAt) => {
    expect(clocksOf([reported(), at])[1]).toMatchObject({ dayZero, dueAt });
  });

  it('[CTR-42] end at the last moment of a day that is 7 or 15 days later, whenever they begin', () => {
    const moments = fc.integer({ min: Date.parse('2009-06-01'), max: Date.parse('2035-01-01') });
    const examples = ['2026-03-28T23:30:00Z', '2026-10-25T00:30:00Z'].map((at) => [Date.parse(at)] as [number]);
    fc.assert(
      fc.property(moments, (moment) => {
        const at = new Date(moment).toISOString();
        for (const { clock, dayZero, dueOn, dueAt } of clocksOf([reported({ seriousness: ['death'] }), at]).slice(1)) {
          expect(dayZero).toBe(dateAt(at, TRIAL.timeZone));
          expect(daysBetween(dayZero, dueOn)).toBe(clock === 'seven-days' ? 7 : 15);
          const next = new Date(Date.parse(dueAt) + 1).toISOString();
          expect([dateAt(dueAt, TRIAL.timeZone), next]).toEqual([
            dueOn,
            beginningOf(dateAt(next, TRIAL.timeZone), TRIAL.timeZone),
          ]);
        }
      }),
      { examples, numRuns: 50 },
    );
  });

  it('[CTR-42] begin with the news that makes a case serious, related, unexpected or fatal', () => {
    const mild: Told = [reported({ seriousness: [] }), FRIDAY];
    const serious: Told = [news({ severity: 'severe', relatedTo: 'not-related' }), '2026-03-22T09:00:00.000Z'];
    const related: Told = [news({ severity: 'severe', relatedTo: 'harvest' }), '2026-03-24T09:00:00.000Z'];
    const expected: Told = [assessed({ expectedness: 'expected' }), '2026-03-25T09:00:00.000Z'];
    const unexpected: Told = [assessed({ expectedness: 'unexpected' }), '2026-03-26T09:00:00.000Z'];
    const fatal: Told = [news({ seriousness: ['death'], outcome: 'fatal' }), '2026-03-28T09:00:00.000Z'];
    expect(short(clocksOf(mild))).toEqual([]);
    expect(short(clocksOf(mild, serious)).slice(1)).toEqual([]);
    expect(short(clocksOf(mild, serious, related)).slice(1)).toEqual([['fifteen-days', '2026-03-24', '2026-04-08']]);
    expect(short(clocksOf(mild, serious, related, expected, unexpected, fatal)).slice(1)).toEqual([
      ['fifteen-days', '2026-03-24', '2026-04-08'],
      ['fifteen-days', '2026-03-26', '2026-04-10'],
      ['seven-days', '2026-03-28', '2026-04-04'],
      ['eight-more-days', '2026-03-28', '2026-04-12'],
    ]);
  });

  it('[CTR-42] begin where the sponsor alone suspects a relation, and run on whatever is judged later', () => {
    const unrelated: Told = [reported({ relatedTo: 'not-related' }), FRIDAY];
    const suspected: Told = [assessed(), '2026-03-23T09:00:00.000Z'];
    const expected: Told = [assessed({ expectedness: 'expected' }), '2026-03-24T09:00:00.000Z'];
    expect(short(clocksOf(unrelated)).slice(1)).toEqual([]);
    const clocks = [['fifteen-days', '2026-03-23', '2026-04-07']];
    expect(short(clocksOf(unrelated, suspected)).slice(1)).toEqual(clocks);
    expect(short(clocksOf(unrelated, suspected, expected)).slice(1)).toEqual(clocks);
  });

  it('[CTR-42] do not begin with what nobody has signed, nor with a death of which nobody suspects a relation', () => {
    const unjudged = reported({ severity: undefined, relatedTo: undefined, seriousness: ['death'], linkedTo: 'death' });
    expect(short(clocksOf([unjudged, FRIDAY])).map(([clock]) => clock)).toEqual(['site-to-sponsor']);
  });

  it('[CTR-42] are for each follow-up of a case that is reported 15 days', () => {
    const recovered: Told = [news({ outcome: 'recovered', endedOn: '2026-03-29' }), '2026-03-30T09:00:00.000Z'];
    expect(short(clocksOf([reported(), FRIDAY], recovered)).at(-1)).toEqual(['follow-up', '2026-03-30', '2026-04-14']);
  });

  it('[CTR-42] go on where the report is annulled, which has to be nullified', () => {
    const history: readonly Told[] = [[reported(), FRIDAY]];
    const events = history.map(([event]) => event);
    const asked = annulment(events, 'AdverseEventReported').data as { readonly entries: readonly string[] };
    const annulled = {
      ...recordsOf(
        [
          {
            type: 'EntryAnnulled',
            data: { annulledEvent: asked.entries[0], annulledType: 'AdverseEventReported', wasSigned: true },
          },
        ],
        {
          ...{ stream: patientStream('REI-001'), from: 1, recordedAt: '2026-03-23T09:00:00.000Z' },
        },
      )[0]!,
    };
    const [found] = safetyCasesOf(evolvePatient(stateOf(history), annulled));
    expect(short(safetyClocksOf(found!)).slice(1)).toEqual([
      ['fifteen-days', '2026-03-20', '2026-04-04'],
      ['nullification', '2026-03-23', '2026-04-07'],
    ]);
    expect(lastDayOf(found!)).toBe('2026-04-07');
  });
});

describe('the sponsor', () => {
  const IMPLANTED = patientHistory({ until: 'implanted' });
  const LISTED = trialHistory(
    trialEvent('ReferenceInformationPutInForce', { version: '1.0', inForceFrom: '2026-01-15', reactions: ['Anaemia'] }),
    trialEvent('ReferenceInformationPutInForce', {
      version: '2.0',
      inForceFrom: '2026-03-15',
      reactions: ['Haematoma'],
    }),
  );
  const history = [...IMPLANTED, reported({ startedOn: '2026-03-11' })];
  const ask = (changes: object) => commandFor(assessed(changes));

  it('[CTR-A3] keeps both opinions, and never takes back what the investigator suspects', () => {
    given(history)
      .when(ask({ relatedTo: 'not-related' }))
      .expectRefusal('causality-downgraded', '/relatedTo');
    given(history)
      .when(ask({ relatedTo: 'implanted-product' }))
      .expectAccepted();
    const unrelated = [...IMPLANTED, reported({ relatedTo: 'not-related' })];
    given(unrelated)
      .when(ask({ relatedTo: 'harvest' }))
      .expectAccepted();
    given(unrelated)
      .when(ask({ relatedTo: 'not-related' }))
      .expectAccepted();
  });

  it('[CTR-42] judges expectedness by the reference information that was in force when the event began', () => {
    const expected = { expectedness: 'expected', referenceVersion: undefined } as const;
    given(history, LISTED)
      .when(ask({ ...expected, reaction: 'Haematoma' }))
      .expectRefusal('reaction-not-listed', '/reaction');
    given(history, LISTED)
      .when(ask({ ...expected, reaction: 'Anaemia' }))
      .expectEvents(assessed({ ...expected, reaction: 'Anaemia', referenceVersion: '1.0' }));
    // Of "March", the first possible day counts.
    given([...IMPLANTED, reported({ startedOn: '2026-03' })], LISTED)
      .when(ask({ ...expected, reaction: 'Haematoma' }))
      .expectRefusal('reaction-not-listed');
    given(history)
      .when(ask({ ...expected, reaction: 'Anaemia' }))
      .expectRefusal('no-reference-information', '/expectedness');
  });

  it('does not assess what whoever treats the patient has not judged', () => {
    const unjudged = reported({ severity: undefined, relatedTo: undefined });
    given([...IMPLANTED, unjudged])
      .when(ask({}))
      .expectRefusal('not-judged-yet', '/number');
    given(IMPLANTED)
      .when(commandFor(reported()), { role: 'study-coordinator' })
      .expectRefusal('investigator-judges', '/severity');
    given(IMPLANTED).when(commandFor(unjudged), { role: 'study-coordinator' }).expectAccepted();
  });

  it('[CTR-42] hands a case over, and closes it on the last day of its longest clock, whatever came of it', () => {
    const handed = [...history, assessed(), patientEvent('HandedToUnblindedSafety')];
    given([...history, assessed()])
      .when(commandFor(patientEvent('HandedToUnblindedSafety')))
      .expectAccepted();
    const close = commandFor(patientEvent('CaseClosed'));
    given(handed).when(close, { now: '2026-03-20T10:00:00.000Z' }).expectRefusal('clock-still-runs');
    given(handed).when(close).expectAccepted();
    const closed = [...handed, patientEvent('CaseClosed')];
    given(closed).when(close).expectRefusal('case-already-closed');
    given([...closed, news({ assessedOn: '2026-06-01', awareAt: '2026-06-01T10:00:00+02:00' })])
      .when(close)
      .expectAccepted();
  });
});
