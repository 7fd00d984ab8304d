import { describe, expect, it } from '@jest/globals';
import { SAMPLE_TEXT_HASH } from '@bali/schema';
import {
  annulment,
  commandFor,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
} from '@bali/trial/testing';
import { type PatientData, patientStream } from '../patient/chart.js';
import type { PatientEvent } from '../patient/patient-events.js';
import { queriesOf } from './queries-of.js';

const IMPLANTED = patientHistory({ until: 'implanted' });
const HARVESTED = patientHistory({ until: 'harvested' });
const [harvest = '', screening = ''] = entriesOf(patientStream('REI-001'), IMPLANTED, ['Harvested', 'PatientScreened']);
const MONITOR = { role: 'monitor', by: 'u-021' };
const UNIT = { role: 'cell-therapy-unit', by: 'u-040' };

type Raised = PatientData<'QueryRaised'>;
type Changes = { readonly [Name in keyof Raised]?: Raised[Name] | undefined };

/** What somebody asks: of the sample, nothing but the question. */
function asking(about: Changes) {
  return { type: 'RaiseQuery', data: { question: SAMPLE_TEXT_HASH, ...about } } as const;
}

function raisedAs(event: Changes): PatientEvent {
  const { entry: _, field: __, ...sample } = patientEvent('QueryRaised').data;
  return { type: 'QueryRaised', data: { ...sample, ...event } as Raised };
}
const ON_VOLUME = raisedAs({ entry: harvest, field: '/volumeMl' });
const ANSWERED = patientEvent('QueryAnswered');
const CLOSED = patientEvent('QueryClosed');
const REOPENED = patientEvent('QueryReopened');
const queried = (...more: readonly PatientEvent[]) => [...IMPLANTED, ON_VOLUME, ...more];

describe('a query', () => {
  it('is raised on a field, on an entry as a whole, and on an entry that is missing; each gets the next number', () => {
    given(IMPLANTED)
      .when(asking({ entry: harvest, field: '/volumeMl' }), MONITOR)
      .expectEvents(ON_VOLUME);
    given(queried())
      .when(asking({ entry: screening }), MONITOR)
      .expectEvents(raisedAs({ number: 2, entry: screening }));
    given(IMPLANTED)
      .when(asking({ missing: { type: 'FollowUpAssessed', visit: 'M1' } }), MONITOR)
      .expectEvents(raisedAs({ missing: { type: 'FollowUpAssessed', visit: 'M1' } }));
  });

  it('may be about a value that was never entered, as long as the entry has such a field', () => {
    const on = (field: string) => given(IMPLANTED).when(asking({ entry: screening, field }), MONITOR);
    on('/answers/diabetes/hba1cPercent').expectAccepted();
    on('/answers/diabetes/colour').expectRefusal('field-unknown', '/field');
    on('/constructor').expectRefusal('field-unknown', '/field');
    expect(on('/constructor').decision).toMatchObject({
      refusal: { sentence: expect.stringMatching(/Name one that it has: .*\/screenedOn.*\/answers/) },
    });
  });

  it('is about one thing, which is there, or is really missing', () => {
    const about = (target: Changes) => given(IMPLANTED).when(asking(target), MONITOR);
    about({}).expectRefusal('value-missing', '/entry');
    about({ entry: harvest, missing: { type: 'Died' } }).expectRefusal('invalid-value', '/missing');
    about({ missing: { type: 'Died' }, field: '/diedOn' }).expectRefusal('invalid-value', '/field');
    about({ entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' }).expectRefusal('event-unknown', '/entry');
    about({ missing: { type: 'QueryClosed' } }).expectRefusal('event-unknown', '/missing/type');
    about({ missing: { type: 'FollowUpAssessed' } }).expectRefusal('value-missing', '/missing/visit');
    about({ missing: { type: 'FollowUpAssessed', visit: 'M4' } }).expectRefusal('visit-unknown', '/missing/visit');
    about({ missing: { type: 'Died', visit: 'M1' } }).expectRefusal('invalid-value', '/missing/visit');
    about({ missing: { type: 'Implanted' } }).expectRefusal('already-recorded', '/missing');
    about({ missing: { type: 'AdverseEventReported' } }).expectAccepted();
    about({ entry: harvest, question: undefined }).expectRefusal('value-missing', '/question');
    about({ entry: harvest, topic: 'volume' }).expectRefusal('invalid-value', '/topic');
  });

  it('of an annulled entry is refused; one that was raised before says that its entry is annulled', () => {
    const operated = [...IMPLANTED, patientEvent('Revascularized')];
    const [entry = ''] = entriesOf(patientStream('REI-001'), operated, ['Revascularized']);
    const { decision } = given(operated).when(annulment(operated, 'Revascularized'));
    const struck = [...operated, ...('events' in decision ? decision.events : [])];
    given(struck).when(asking({ entry }), MONITOR).expectRefusal('already-annulled', '/entry');
    const asked = [...operated, raisedAs({ entry }), ...struck.slice(operated.length)];
    expect(queriesOf(patientStateOf(asked))).toMatchObject([{ entry, type: 'Revascularized', isAboutAnnulled: true }]);
  });

  it('[EMA-621-blind] of the unit is about a reception, by topic alone, until the product is released', () => {
    const topic = { entry: harvest, topic: 'blood-tube', question: undefined } as const;
    const unit = (about: Changes, events = HARVESTED) => given(events).when(asking(about), UNIT);
    unit(topic).expectAccepted();
    unit({ ...topic, question: SAMPLE_TEXT_HASH }).expectRefusal('reception-only', '/question');
    unit({ ...topic, topic: undefined }).expectRefusal('reception-only', '/topic');
    unit({ ...topic, field: '/volumeMl' }).expectRefusal('reception-only', '/field');
    unit({ ...topic, entry: screening }).expectRefusal('reception-only', '/entry');
    unit({ topic: 'label', missing: { type: 'Harvested' }, question: undefined }).expectRefusal('reception-only');
    unit(topic, IMPLANTED).expectRefusal('reception-only', '/entry');
    const raised = raisedAs({ ...topic, raisedByRole: 'cell-therapy-unit' });
    expect(queriesOf(patientStateOf([...HARVESTED, raised]))).toMatchObject([
      { topic: 'blood-tube', field: '/bloodTube' },
    ]);
  });
});

describe('the answer to a query', () => {
  it('is given by the site, again if need be, until the query is closed', () => {
    given(queried()).when(commandFor(ANSWERED), { by: 'u-017' }).expectEvents(ANSWERED);
    given(queried(ANSWERED)).when(commandFor(ANSWERED), { by: 'u-017' }).expectEvents(ANSWERED);
    given(queried(ANSWERED, CLOSED)).when(commandFor(ANSWERED)).expectRefusal('query-closed', '/number');
    given(IMPLANTED).when(commandFor(ANSWERED)).expectRefusal('query-unknown', '/number');
  });

  it('[R3-424] is judged by the role that asked, and never by whoever answered, with whichever account', () => {
    given(queried(ANSWERED)).when(commandFor(CLOSED), MONITOR).expectEvents(CLOSED);
    given(queried(ANSWERED))
      .when(commandFor(CLOSED), { ...MONITOR, by: 'u-099' })
      .expectAccepted();
    given(queried(ANSWERED))
      .when(commandFor(CLOSED), { role: 'data-manager', by: 'u-030' })
      .expectRefusal('not-your-query', '/number');
    given(queried(ANSWERED))
      .when(commandFor(CLOSED), { ...MONITOR, by: 'u-017' })
      .expectRefusal('own-answer');
    given(queried(ANSWERED, CLOSED))
      .when(commandFor(REOPENED), { ...MONITOR, by: 'u-017' })
      .expectRefusal('own-answer', '/number');
  });

  it('of what the software asked is judged by a monitor or a data manager', () => {
    const ofSoftware = raisedAs({ entry: harvest, raisedBy: 'system', raisedByRole: 'system', check: 'a-check' });
    for (const role of ['monitor', 'data-manager']) {
      given([...IMPLANTED, ofSoftware, ANSWERED])
        .when(commandFor(CLOSED), { role, by: 'u-030' })
        .expectAccepted();
    }
    given([...IMPLANTED, ofSoftware, ANSWERED])
      .when(commandFor(CLOSED), { role: 'safety-officer', by: 'u-050' })
      .expectRefusal('not-your-query', '/number');
  });

  it('is waited for, unless a reason says why the query is closed without one; to open it again takes a reason', () => {
    given(queried())
      .when(commandFor(CLOSED), { ...MONITOR, reason: null })
      .expectRefusal('query-not-answered');
    given(queried()).when(commandFor(CLOSED), MONITOR).expectAccepted();
    given(queried(ANSWERED))
      .when(commandFor(CLOSED), { ...MONITOR, reason: null })
      .expectAccepted();
    given(queried(ANSWERED, CLOSED))
      .when(commandFor(REOPENED), { ...MONITOR, reason: null })
      .expectRefusal('reason-missing');
    given(queried(ANSWERED)).when(commandFor(REOPENED), MONITOR).expectRefusal('query-not-closed', '/number');
    given(queried(ANSWERED, CLOSED)).when(commandFor(CLOSED), MONITOR).expectRefusal('query-closed', '/number');
  });

  it('shows where the query stands', () => {
    const statusAfter = (...more: readonly PatientEvent[]) => queriesOf(patientStateOf(queried(...more)))[0]?.status;
    expect(statusAfter()).toBe('open');
    expect(statusAfter(ANSWERED)).toBe('answered');
    expect(statusAfter(ANSWERED, CLOSED)).toBe('closed');
    expect(statusAfter(ANSWERED, CLOSED, REOPENED)).toBe('open');
    expect(queriesOf(patientStateOf(queried(ANSWERED, CLOSED, REOPENED)))).toMatchObject([
      { number: 1, type: 'Harvested', field: '/volumeMl', timesReopened: 1, answers: [{ by: 'u-017' }] },
    ]);
  });
});
