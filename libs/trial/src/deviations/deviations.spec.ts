import { describe, expect, it } from '@jest/globals';
import { type DecidedEvent, SAMPLE_TEXT_HASH } from '@bali/schema';
import {
  annulment,
  commandFor,
  correction,
  entriesOf,
  given,
  LONG_AFTER,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordsOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { initialPatientState, patientStream } from '../patient/chart.js';
import { evolvePatient } from '../patient/evolve-patient.js';
import { FOUND_KINDS, type FoundKind } from './deviation.js';
import { comingDeviations, deviationsOf, isExcludedFromPerProtocol } from './deviations-of.js';

const OPEN = trialHistory();
const until = (step: Parameters<typeof patientHistory>[0]['until']) => patientHistory({ until: step });
const IMPLANTED = until('implanted');
const COMPLETED = until('completed');
const form = (version: string, inForceFrom: string) =>
  trialEvent('VersionPutInForce', { document: 'consent-form', version, inForceFrom });

/** A record that shows a deviation, and the same with what made it put right. */
interface Shown {
  readonly wrong: readonly DecidedEvent[];
  readonly right: readonly DecidedEvent[];
  readonly trial?: readonly DecidedEvent[];
  readonly asOf?: string;
}

const replaced = (events: readonly DecidedEvent[], type: string, data: object): readonly DecidedEvent[] =>
  events.map((event) => (event.type === type ? { ...event, data: { ...(event.data as object), ...data } } : event));
/** A correction, as the domain decides it. */
function corrected(events: readonly DecidedEvent[], type: string, field: string, value: unknown, nth = 0) {
  const { decision } = given(events).when(correction(events, type, field, value, nth));
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}
const annulled = (events: readonly DecidedEvent[], type: string): readonly DecidedEvent[] => {
  const { decision } = given(events).when(annulment(events, type));
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
};
const M3_LATE = [...until('M1'), patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-08-01' })];
const HARVESTED_TWICE = [
  ...until('harvested'),
  patientEvent('ImplantationNotDone', { harvest: 1, why: 'dry-tap' }),
  patientEvent('ConsentRenewed', { why: 'another-harvest', renewedOn: '2026-04-13' }),
  patientEvent('Harvested', { number: 2, harvestedAt: '2026-04-14T09:30:00+02:00' }),
];
const MISSED = [...until('M1'), patientEvent('VisitMissed')];
const INFARCTION = patientEvent('AdverseEventReported', { infarction: 'myocardial', startedOn: '2026-03-03' });
const SERIOUS = patientEvent('AdverseEventReported', { seriousness: ['hospitalisation'] });
const ALERT = [...IMPLANTED, patientEvent('MicrobiologyAlert')];
const TELEPHONED = patientEvent('ContactMade', { contactedOn: '2026-09-12' });

const SHOWN: Readonly<Record<FoundKind, Shown>> = {
  'outdated-consent-form': {
    wrong: replaced(IMPLANTED, 'ConsentGiven', { informationVersion: '2.0', formNotInForce: 'yes' }),
    right: IMPLANTED,
    trial: [...OPEN, form('3.0', '2026-01-15')],
  },
  'consent-not-renewed': {
    wrong: until('M3'),
    right: [...until('M1'), patientEvent('ConsentRenewed', { informationVersion: '4.0' }), ...until('M3').slice(-1)],
    trial: [...OPEN, form('3.0', '2026-01-15'), form('4.0', '2026-05-01')],
  },
  'consent-after-act': { wrong: replaced(IMPLANTED, 'ConsentGiven', { consentedOn: '2026-03-05' }), right: IMPLANTED },
  'act-after-withdrawal': {
    wrong: [...until('M1'), patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-03-20' })],
    right: [...until('M1'), patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-04-20' })],
  },
  'randomized-in-error': {
    wrong: [...IMPLANTED, INFARCTION],
    right: corrected([...IMPLANTED, INFARCTION], 'AdverseEventReported', '/infarction', 'no'),
  },
  'eligibility-lost': {
    wrong: corrected(IMPLANTED, 'PatientScreened', '/answers/malignantDisease', 'yes'),
    right: corrected(
      corrected(IMPLANTED, 'PatientScreened', '/answers/malignantDisease', 'yes'),
      'PatientScreened',
      '/answers/malignantDisease',
      'no',
    ),
  },
  'second-code': {
    wrong: [...IMPLANTED, patientEvent('SamePerson')],
    right: annulled([...IMPLANTED, patientEvent('SamePerson')], 'SamePerson'),
  },
  'card-entered-late': {
    wrong: replaced(IMPLANTED, 'Randomized', { stratum: 'CARDS', randomizedAt: '2026-03-03T10:00:00+01:00' }),
    right: IMPLANTED,
  },
  'baseline-annulled': {
    wrong: annulled(IMPLANTED, 'BaselineAssessed'),
    right: [...annulled(IMPLANTED, 'BaselineAssessed'), patientEvent('BaselineAssessed')],
  },
  'harvested-without-renewed-consent': {
    wrong: annulled(HARVESTED_TWICE, 'ConsentRenewed'),
    right: HARVESTED_TWICE,
  },
  'treatment-not-accounted-for': {
    wrong: annulled(until('M1'), 'Implanted'),
    right: [...annulled(until('M1'), 'Implanted'), patientEvent('ImplantationNotDone')],
  },
  'blood-tube-missing': {
    wrong: replaced(IMPLANTED, 'Harvested', { bloodTube: 'missing' }),
    right: corrected(replaced(IMPLANTED, 'Harvested', { bloodTube: 'missing' }), 'Harvested', '/bloodTube', 'sent'),
  },
  'late-release': {
    wrong: replaced(IMPLANTED, 'Harvested', { harvestedAt: '2026-03-10T07:00:00+01:00' }),
    right: IMPLANTED,
  },
  'implanted-on-another-day': {
    wrong: replaced(IMPLANTED, 'Implanted', { implantedAt: '2026-03-11T09:00:00+01:00', despite: ['another-day'] }),
    right: IMPLANTED,
  },
  'implanted-without-release': {
    wrong: [...until('harvested'), patientEvent('Implanted', { despite: ['not-released'] })],
    right: IMPLANTED,
  },
  'implanted-after-recall': {
    wrong: [
      ...until('released'),
      patientEvent('ReleaseWithdrawn'),
      patientEvent('Implanted', { despite: ['release-withdrawn'] }),
    ],
    right: IMPLANTED,
  },
  'other-limb-implanted': {
    wrong: replaced(IMPLANTED, 'Implanted', { limb: 'right' }),
    right: corrected(replaced(IMPLANTED, 'Implanted', { limb: 'right' }), 'Implanted', '/limb', 'left'),
  },
  'visit-out-of-window': {
    wrong: M3_LATE,
    right: corrected(M3_LATE, 'FollowUpAssessed', '/assessedOn', '2026-06-11', 1),
  },
  'visit-missed': { wrong: MISSED, right: annulled(MISSED, 'VisitMissed') },
  'visit-not-accounted-for': { wrong: until('M1'), right: COMPLETED },
  'six-month-status-missing': { wrong: MISSED, right: [...MISSED, TELEPHONED] },
  'late-serious-adverse-event': {
    wrong: replaced([...IMPLANTED, SERIOUS], 'AdverseEventReported', { awareAt: '2026-03-09T08:00:00+01:00' }),
    right: [...IMPLANTED, patientEvent('AdverseEventReported')],
  },
  'alert-acknowledged-late': {
    wrong: ALERT,
    right: [...ALERT, patientEvent('MicrobiologyAlertAcknowledged', { acknowledgedAt: '2026-03-17T22:30:00Z' })],
  },
};

function kindsIn(
  events: readonly DecidedEvent[],
  { trial = OPEN, asOf = LONG_AFTER }: Partial<Shown>,
): readonly string[] {
  return deviationsOf(patientStateOf(events), trialStateOf(trial), asOf).map(({ kind }) => kind);
}

describe('a deviation that the software finds', () => {
  it.each(Object.keys(FOUND_KINDS) as FoundKind[])(
    '%s names the records that make it, and is gone once they are put right',
    (kind) => {
      const { wrong, right, ...about } = SHOWN[kind];
      const state = patientStateOf(wrong);
      const found = deviationsOf(state, trialStateOf(about.trial ?? OPEN), about.asOf ?? LONG_AFTER).filter(
        (one) => one.kind === kind,
      );
      expect(found.map(({ kind: one }) => one)).toContain(kind);
      const ids = new Set(state.entries.map(({ id }) => id));
      for (const { records, key, says, source } of found) {
        expect([records.length > 0, records.every((id) => ids.has(id)), source]).toEqual([true, true, 'found']);
        expect(key).toMatch(/^[a-z0-9-]{2,60}:[A-Za-z0-9._-]{1,80}$/);
        expect(says).not.toBe('');
      }
      expect(kindsIn(right, about)).not.toContain(kind);
    },
  );

  it('is none in a course as the protocol has it', () => {
    expect(kindsIn(COMPLETED, {})).toEqual([]);
  });

  it('of what is due is none before it is due', () => {
    expect(kindsIn(until('M1'), { asOf: '2026-06-01T10:00:00.000Z' })).toEqual([]);
    expect(kindsIn([...IMPLANTED, patientEvent('Died', { diedOn: '2026-03-20' })], {})).toEqual([]);
  });

  it('is gone with the entry that makes it', () => {
    const records = recordsOf(annulled(MISSED, 'VisitMissed'), { stream: patientStream('REI-001') });
    const state = records.reduce(evolvePatient, initialPatientState);
    expect(deviationsOf(state, trialStateOf(OPEN), '2026-06-12T10:00:00.000Z')).toEqual([]);
  });
});

describe('the assessment of a deviation', () => {
  const SPONSOR = { role: 'sponsor-coordinator', by: 'u-030' };
  const excluded = patientEvent('DeviationAssessed', {
    deviation: 'visit-missed:M3',
    perProtocol: 'excluded',
    severity: 'major',
  });

  it('excludes a patient from the per-protocol population as long as the deviation stands', () => {
    given(MISSED).when(commandFor(excluded), SPONSOR).expectEvents(excluded);
    const isExcluded = (events: readonly DecidedEvent[]) =>
      isExcludedFromPerProtocol(deviationsOf(patientStateOf(events), trialStateOf(OPEN), LONG_AFTER));
    expect(isExcluded(MISSED)).toBe(false);
    expect(isExcluded([...MISSED, excluded])).toBe(true);
    const kept = patientEvent('DeviationAssessed', { ...excluded.data, perProtocol: 'kept' });
    expect(isExcluded([...MISSED, excluded, kept])).toBe(false);
    expect(isExcluded(annulled([...MISSED, excluded], 'VisitMissed'))).toBe(false);
  });

  it('is of one that stands, as critical as the protocol has it, and before the trial is unblinded', () => {
    given(COMPLETED).when(commandFor(excluded), SPONSOR).expectRefusal('deviation-unknown', '/deviation');
    const wrong = replaced(IMPLANTED, 'Implanted', { limb: 'right' });
    const [implanted = ''] = entriesOf(patientStream('REI-001'), wrong, ['Implanted']);
    const minor = patientEvent('DeviationAssessed', { deviation: `other-limb-implanted:${implanted}` });
    given(wrong).when(commandFor(minor), SPONSOR).expectRefusal('critical-by-protocol', '/severity');
    const unblinded = trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded'));
    given(MISSED, unblinded).when(commandFor(excluded), SPONSOR).expectRefusal('trial-unblinded');
    given(MISSED, trialHistory(trialEvent('DatabaseLocked')))
      .when(commandFor(excluded), SPONSOR)
      .expectAccepted();
  });

  it('[R3-316fg] is not made, nor is a deviation reported, by somebody who was told the arm', () => {
    const told = [...MISSED, patientEvent('PatientUnblinded', { shownTo: 'u-030' })];
    given(told).when(commandFor(excluded), SPONSOR).expectRefusal('assessor-unblinded');
    given(told)
      .when(commandFor(patientEvent('DeviationReported')), SPONSOR)
      .expectRefusal('assessor-unblinded');
  });
});

describe('a deviation that somebody reports', () => {
  it('gets the next number, may name an entry, and is taken out by an annulment', () => {
    const reported = patientEvent('DeviationReported');
    given(IMPLANTED).when(commandFor(reported), { role: 'monitor', by: 'u-021' }).expectEvents(reported);
    given(IMPLANTED)
      .when(commandFor(patientEvent('DeviationReported', { entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' })))
      .expectRefusal('event-unknown', '/entry');
    const state = patientStateOf([...IMPLANTED, reported]);
    expect(deviationsOf(state, trialStateOf(OPEN), '2026-03-12T10:00:00.000Z')).toMatchObject([
      { key: 'reported:1', kind: 'procedure', source: 'reported', description: SAMPLE_TEXT_HASH, isCritical: false },
    ]);
    expect(
      kindsIn(annulled([...IMPLANTED, reported], 'DeviationReported'), { asOf: '2026-03-12T10:00:00.000Z' }),
    ).toEqual([]);
  });
});

describe('the deviations that show by the passing of time', () => {
  it.each(Object.entries(SHOWN))('are those that are found at each moment: %s', (_, { wrong, right, trial = OPEN }) => {
    for (const events of [wrong, right]) {
      const state = patientStateOf(events);
      const coming = comingDeviations(state, trialStateOf(trial));
      const moments = coming.flatMap(({ showsAt = LONG_AFTER }) => [showsAt, before(showsAt)]);
      for (const moment of ['2026-03-20T10:00:00.000Z', LONG_AFTER, ...moments]) {
        const shown = coming.filter(({ showsAt = '' }) => showsAt <= moment).map(({ deviation }) => deviation);
        expect(shown).toEqual(deviationsOf(state, trialStateOf(trial), moment));
      }
    }
  });
});

function before(moment: string): string {
  return new Date(Date.parse(moment) - 1).toISOString();
}

describe('another harvest', () => {
  it.each([
    ['2026-03-09', 1],
    ['2026-03-10', 0],
    ['2026-04-14', 0],
    ['2026-04-15', 1],
  ] as const)('with a consent renewed on %s lacks %i of a day between the two', (renewedOn, lacking) => {
    const state = patientStateOf(replaced(HARVESTED_TWICE, 'ConsentRenewed', { renewedOn }));
    const found = deviationsOf(state, trialStateOf(OPEN), LONG_AFTER);
    expect(found.filter(({ kind }) => kind === 'harvested-without-renewed-consent')).toHaveLength(lacking);
  });
});
