import { given, patientEvent, patientHistory, patientStateOf, recordId } from '@bali/trial/testing';
import { commandFor, correction } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PatientData, PatientEvent } from '../index.js';
import { AMPUTATION_LEVELS, isMajorAmputation } from '@bali/protocol';
import { adverseEventsOf } from './adverse-events-of.js';

const IMPLANTED = patientHistory({ until: 'implanted' });
const reported = patientEvent('AdverseEventReported', { seriousness: ['hospitalisation'], outcome: 'not-recovered' });
const died = patientEvent('Died', { diedOn: '2026-05-04' });
const amputated = patientEvent('Amputated', { performedOn: '2026-05-04', level: 'below-knee' });

function recorded(events: readonly PatientEvent[], event: Parameters<typeof commandFor>[0]): readonly PatientEvent[] {
  const { decision } = given(events).when(commandFor(event));
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...(decision.events as readonly PatientEvent[])];
}

describe('a death', () => {
  it('is entered once: the same command makes its serious adverse event, which nobody has judged yet', () => {
    const { awareAt } = died.data;
    given([...IMPLANTED, reported])
      .when(commandFor(died))
      .expectEvents(
        { type: 'Died', data: { ...died.data, adverseEvent: 2 } },
        {
          type: 'AdverseEventReported',
          data: {
            ...{ number: 2, linkedTo: 'death', awareAt, startedOn: '2026-05-04', endedOn: '2026-05-04' },
            ...{ seriousness: ['death'], outcome: 'fatal' },
          },
        },
      );
    const [first, fatal] = adverseEventsOf(patientStateOf(recorded([...IMPLANTED, reported], died)));
    expect([first?.isJudged, fatal?.isJudged]).toEqual([true, false]);
  });

  it('that a reported adverse event led to makes news of that one', () => {
    const { awareAt } = died.data;
    const asked = { ...died, data: { ...died.data, adverseEvent: 1 } };
    given([...IMPLANTED, reported])
      .when(commandFor(asked))
      .expectEvents(asked, {
        type: 'AdverseEventFollowedUp',
        data: {
          ...{ number: 1, linkedTo: 'death', assessedOn: '2026-05-04', awareAt, endedOn: '2026-05-04' },
          ...{ seriousness: ['death', 'hospitalisation'], outcome: 'fatal' },
        },
      });
  });

  it('names an adverse event that there is', () => {
    given([...IMPLANTED, reported])
      .when(commandFor({ ...died, data: { ...died.data, adverseEvent: 2 } }))
      .expectRefusal('adverse-event-unknown', '/adverseEvent');
  });

  it('takes the adverse event that was fatal in a record of before this rule', () => {
    const fatal = patientEvent('AdverseEventReported', { outcome: 'fatal', seriousness: ['death'] });
    given([...IMPLANTED, fatal])
      .when(commandFor(died))
      .expectEvents({ ...died, data: { ...died.data, adverseEvent: 1 } });
  });

  it('that is heard of after a withdrawal of consent is vital status alone', () => {
    const withdrew = patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-04-01' });
    const read = patientEvent('Died', { ...died.data, knownFrom: 'public-register' });
    given([...IMPLANTED, withdrew])
      .when(commandFor(read))
      .expectEvents(read);
    const elsewhere = patientEvent('Died', {
      diedOn: '2026',
      where: 'elsewhere',
      awareAt: '2026-11-02T10:00:00+01:00',
    });
    expect(recorded([...IMPLANTED, withdrew], elsewhere)).toHaveLength(IMPLANTED.length + 3);
  });

  it('is there before an outcome is fatal, in a report and in news', () => {
    const fatal: Partial<PatientData<'AdverseEventReported'>> = { outcome: 'fatal', seriousness: ['death'] };
    const report = patientEvent('AdverseEventReported', fatal);
    const news = patientEvent('AdverseEventFollowedUp', {
      outcome: 'fatal',
      seriousness: ['death'],
      assessedOn: '2026-10-20',
      awareAt: '2026-10-20T10:00:00+02:00',
    });
    given(IMPLANTED).when(commandFor(report)).expectRefusal('fatal-outcome-without-death', '/outcome');
    given([...IMPLANTED, reported])
      .when(commandFor(news))
      .expectRefusal('fatal-outcome-without-death', '/outcome');
    given(recorded(IMPLANTED, died)).when(commandFor(report)).expectAccepted();
  });

  it('keeps a fatal adverse event: neither news nor a correction leaves it without one', () => {
    const history = recorded(IMPLANTED, died);
    given(history)
      .when(commandFor(patientEvent('AdverseEventFollowedUp', { assessedOn: '2026-05-05', endedOn: '2026-05-04' })))
      .expectRefusal('death-without-fatal-outcome');
    given(history)
      .when(correction(history, 'AdverseEventReported', '/outcome', 'recovered'))
      .expectRefusal('death-without-fatal-outcome', '/newValue');
  });

  it('that happened elsewhere is dated as far as it is known; at the site, to the day', () => {
    for (const diedOn of ['2026', '2026-05', '2026-05-04']) {
      const event = patientEvent('Died', { diedOn, where: 'elsewhere', awareAt: '2026-11-02T10:00:00+01:00' });
      given(IMPLANTED).when(commandFor(event)).expectAccepted();
    }
    given(IMPLANTED)
      .when(commandFor(patientEvent('Died', { diedOn: '2026-05', awareAt: '2026-11-02T10:00:00+01:00' })))
      .expectRefusal('whole-date-needed', '/diedOn');
    for (const diedOn of ['2026-13', '2026-02-30', '0850']) {
      given(IMPLANTED)
        .when(commandFor(patientEvent('Died', { diedOn, where: 'elsewhere', awareAt: '2026-11-02T10:00:00+01:00' })))
        .expectRefusal('invalid-value', '/diedOn');
    }
  });
});

describe('an amputation', () => {
  it('above the ankle is entered once: the same command makes its serious adverse event', () => {
    const { awareAt } = { awareAt: '2026-05-04T12:00:00+02:00' };
    const event = { ...amputated, data: { ...amputated.data, awareAt } };
    given(IMPLANTED)
      .when(commandFor(event))
      .expectEvents(
        { type: 'Amputated', data: { ...event.data, adverseEvent: 1 } },
        {
          type: 'AdverseEventReported',
          data: {
            ...{ number: 1, linkedTo: 'amputation', awareAt, startedOn: '2026-05-04' },
            ...{ seriousness: ['disability'], outcome: 'unknown' },
          },
        },
      );
    given(IMPLANTED).when(commandFor(amputated)).expectRefusal('value-missing', '/awareAt');
  });

  it('names the adverse event that is reported already', () => {
    const data = { ...amputated.data, awareAt: '2026-05-04T12:00:00+02:00', adverseEvent: 1 };
    given([...IMPLANTED, reported])
      .when(commandFor({ ...amputated, data }))
      .expectEvents({ ...amputated, data });
  });

  it('makes one if it is above the ankle, and none if it is not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AMPUTATION_LEVELS), fc.constantFrom('left', 'right'), (level, side) => {
        const data = { ...amputated.data, level, side, awareAt: '2026-05-04T12:00:00+02:00' } as const;
        const made = recorded(IMPLANTED, { type: 'Amputated', data }).length - IMPLANTED.length - 1;
        expect(made).toBe(isMajorAmputation(level) ? 1 : 0);
      }),
    );
  });

  it('twice is refused, also where the first one has its adverse event', () => {
    const event = { ...amputated, data: { ...amputated.data, awareAt: '2026-05-04T12:00:00+02:00' } };
    given(recorded(IMPLANTED, event)).when(commandFor(event)).expectRefusal('already-recorded');
  });
});

describe('a fatal outcome that was entered by mistake', () => {
  const fatal = patientEvent('AdverseEventReported', { outcome: 'fatal', seriousness: ['death'] });

  /** Several values of a history in one command: each names its event by type and place among those of the type. */
  function together(
    history: readonly PatientEvent[],
    ...values: readonly (readonly [string, string, unknown, number?])[]
  ) {
    const [first, ...also] = values.map(
      ([type, field, value, nth]) => correction(history, type, field, value, nth).data,
    );
    return { type: 'CorrectPatientData', data: { ...first!, also } } as const;
  }

  it('is taken back with its seriousness, where no death is recorded', () => {
    const history = [...IMPLANTED, fatal];
    given(history)
      .when(
        together(
          history,
          ['AdverseEventReported', '/outcome', 'recovered'],
          ['AdverseEventReported', '/seriousness', ['life-threatening']],
        ),
      )
      .expectAccepted();
  });

  it('goes over to the adverse event that the patient died of, with the number that the death names', () => {
    const second = { ...reported, data: { ...reported.data, number: 2 } };
    const history = recorded([...IMPLANTED, reported, second], {
      ...died,
      data: { ...died.data, adverseEvent: 1 },
    });
    given(history)
      .when(
        together(
          history,
          ['Died', '/adverseEvent', 2],
          ['AdverseEventReported', '/outcome', 'fatal', 1],
          ['AdverseEventReported', '/seriousness', ['death'], 1],
          ['AdverseEventFollowedUp', '/outcome', 'not-recovered'],
          ['AdverseEventFollowedUp', '/seriousness', ['hospitalisation']],
        ),
      )
      .expectAccepted();
    given(history)
      .when(
        together(
          history,
          ['AdverseEventFollowedUp', '/outcome', 'not-recovered'],
          ['AdverseEventFollowedUp', '/seriousness', ['hospitalisation']],
        ),
      )
      .expectRefusal('death-without-fatal-outcome', '/newValue');
  });
});

describe('what was entered once and is corrected', () => {
  const event = { ...amputated, data: { ...amputated.data, awareAt: '2026-06-04T12:00:00+02:00' } };

  it('takes the dates of the adverse event that was made with it along', () => {
    const history = recorded(IMPLANTED, { ...died, data: { ...died.data, awareAt: '2026-06-04T12:00:00+02:00' } });
    const { decision } = given(history).when(correction(history, 'Died', '/diedOn', '2026-05-02'));
    const fields = 'events' in decision ? decision.events.map(({ data }) => data) : [];
    expect(fields).toMatchObject([
      { correctedType: 'Died', field: '/diedOn', computed: false },
      { correctedType: 'AdverseEventReported', field: '/startedOn', newValue: '2026-05-02', computed: true },
      { correctedType: 'AdverseEventReported', field: '/endedOn', newValue: '2026-05-02', computed: true },
    ]);
  });

  it('leaves dates alone that somebody corrected on purpose', () => {
    const history = recorded(IMPLANTED, event);
    const { decision } = given(history).when(correction(history, 'AdverseEventReported', '/startedOn', '2026-05'));
    const corrected = [...history, ...('events' in decision ? decision.events : [])];
    const again = given(corrected).when(correction(history, 'Amputated', '/performedOn', '2026-05-03')).decision;
    expect('events' in again && again.events).toHaveLength(1);
  });

  it('makes its adverse event when it turns out to be above the ankle', () => {
    const toe = patientEvent('Amputated', { performedOn: '2026-05-04', level: 'toe' });
    const history = [...IMPLANTED, toe];
    const { decision } = given(history).when(correction(history, 'Amputated', '/level', 'below-knee'));
    expect(decision).toMatchObject({
      events: [
        { type: 'DataCorrected', data: { field: '/level' } },
        { type: 'DataCorrected', data: { field: '/adverseEvent', newValue: 1, computed: true } },
        { type: 'AdverseEventReported', data: { number: 1, linkedTo: 'amputation', startedOn: '2026-05-04' } },
      ],
    });
  });

  it('makes none where an amputation of a record from before this rule had none', () => {
    const history = [...IMPLANTED, amputated];
    const { decision } = given(history).when(correction(history, 'Amputated', '/level', 'above-knee'));
    expect('events' in decision && decision.events).toHaveLength(1);
  });
});

describe('numbers of adverse events', () => {
  it('follow the highest one, whatever was entered in between', () => {
    const history = recorded(recorded(recorded(IMPLANTED, reported), died), reported);
    const numbers = adverseEventsOf(patientStateOf(history)).map(({ report }) => report.data.number);
    expect(numbers).toEqual([1, 2, 3]);
    expect(recordId('patient-REI-001', 0)).toBe(patientStateOf(history).entries[0]?.id);
  });
});
