import { BODIES } from '@bali-app/site-api/testing';
import { on, type Sent, type Situation } from '../situation.js';
import { call, completion, correction, judgement, loss, notDone, planned, visit } from './steps.js';

const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];
const NO_INFARCTION = BODIES.screening.answers.recentInfarction;
const screening = (myocardial: object, changes: Partial<Sent> = {}): Sent => ({
  ...{ what: 'a screening with an infarction', at: '2011-02-16T15:00:00.000Z', path: 'screenings', names: 'screening' },
  body: {
    ...BODIES.screening,
    answers: { ...BODIES.screening.answers, recentInfarction: { ...NO_INFARCTION, myocardial } },
  },
  ...changes,
});
const consent = (what: string, changes: object, more: Partial<Sent> = {}): Sent => ({
  ...{
    what,
    at: '2011-02-14T15:30:00.000Z',
    path: '/v1/patients',
    body: { ...BODIES.consent, site: 'REI', ...changes },
  },
  ...more,
});
const signing = (what: string, path: string, at: string, changes: Partial<Sent> = {}): Sent => ({
  ...{ what, path, at, body: {} },
  ...changes,
});

/** From the consent to the randomization. */
export const ENROLMENT: readonly Situation[] = [
  {
    name: 'the patient had an infarction in 2005, and remembers no more of it',
    until: 'consented',
    then: [screening({ occurred: 'yes', lastOn: '2005' }), ...planned('baseline', 'completed')],
    status: 'completed',
  },
  {
    name: 'the infarction was in 2010, and in June, as the letter says that came later',
    until: 'consented',
    then: [
      screening({ occurred: 'yes', lastOn: '2010-13' }, { refused: 'invalid-input' }),
      screening({ occurred: 'yes', lastOn: '2010-02-30' }, { refused: 'invalid-input' }),
      screening({ occurred: 'yes', lastOn: '2010' }),
      ...planned('baseline', 'baseline'),
      signing('a confirmation too early', 'eligibility-confirmation', '2011-02-17T09:00:00.000Z', {
        refused: 'eligibility-not-yet-decidable',
      }),
      correction('2011-02-18T09:00:00.000Z', 'screening', {
        ...{ field: '/answers/recentInfarction/myocardial/lastOn', newValue: '2010-06' },
      }),
      ...planned('confirmed', 'completed'),
    ],
    status: 'completed',
  },
  {
    name: 'the patient had an infarction between the screening and the randomization',
    until: 'baseline',
    then: [
      {
        ...{ what: 'the infarction', at: '2011-02-19T09:00:00.000Z', path: 'adverse-events' },
        body: {
          ...BODIES.adverseEvent,
          ...{
            infarction: 'myocardial',
            startedOn: '2011-02-18',
            awareAt: '2011-02-19T08:00:00Z',
            relatedTo: 'not-related',
          },
        },
      },
      signing('a confirmation', 'eligibility-confirmation', '2011-02-21T08:30:00.000Z', {
        refused: 'patient-not-eligible',
      }),
    ],
    status: 'eligible',
  },
  {
    name: 'the patient is randomized half a year after the screening, and has a fever then',
    until: 'confirmed',
    then: [
      signing('a randomization on an old confirmation', 'randomization', on('2011-09-01'), {
        refused: 'eligibility-not-confirmed',
      }),
      signing('a confirmation on that day', 'eligibility-confirmation', '2011-09-01T16:05:00.000Z'),
      signing('the randomization', 'randomization', '2011-09-01T16:10:00.000Z'),
      notDone('2011-09-02', 'fever'),
      call('2012-03-05'),
      completion('2012-03-05', on('2012-03-06')),
    ],
    status: 'completed',
  },
  {
    name: 'the year of birth was typed as this year, then as that of somebody aged 111, then as 18 years ago',
    until: 'consented',
    then: [
      consent('born this year', { yearOfBirth: 2011 }, { refused: 'not-adult' }),
      consent('aged 111', { yearOfBirth: 1900 }, { refused: 'implausible-value' }),
      consent('perhaps 18', { yearOfBirth: 1993 }, { refused: 'adult-not-confirmed' }),
      consent('18, as the passport says', { yearOfBirth: 1993, adultAtConsent: 'yes' }),
      ...planned('screened', 'completed'),
    ],
    status: 'completed',
  },
  {
    name: 'the network was down, and the unit opened a sealed card',
    site: 'STR',
    until: 'baseline',
    then: [
      {
        ...{ what: 'the cards are printed', at: '2011-02-17T09:00:00.000Z', by: 'cell-therapy-unit' },
        ...{ path: '/v1/trial/randomization-cards/printings', body: { stratum: 'CARDS' } },
      },
      signing('the confirmation', 'eligibility-confirmation', '2011-02-21T08:30:00.000Z'),
      signing('a card that nobody documented', 'randomization-by-card', '2011-02-21T10:00:00.000Z', {
        body: { stratum: 'CARDS', slot: 0, randomizedAt: '2011-02-21T09:00:00Z' },
        refused: 'card-not-documented',
      }),
      {
        ...{ what: 'the unit documents it', at: '2011-02-21T11:00:00.000Z', by: 'cell-therapy-unit' },
        path: '/v1/trial/randomization-cards/openings',
        body: ({ patient }) => ({
          ...{ stratum: 'CARDS', slot: 0, patient, openedAt: '2011-02-21T09:00:00Z', outage: 'network-down' },
        }),
      },
      signing('the investigator enters it', 'randomization-by-card', '2011-02-21T11:30:00.000Z', {
        body: { stratum: 'CARDS', slot: 0, randomizedAt: '2011-02-21T09:00:00Z' },
      }),
      ...planned('harvested', 'completed'),
    ],
    status: 'completed',
  },
  {
    name: 'the same person came to Nantes, and consented there once more',
    until: 'M1',
    then: [
      consent('the second consent', { site: 'NAN' }, { at: '2011-04-20T10:00:00.000Z', site: 'NAN', names: 'second' }),
      {
        ...{ what: 'Nantes finds it out', at: on('2011-04-27'), site: 'NAN' },
        ...{ path: '/v1/patients/{second.patient}/same-person' },
        body: ({ patient }) => ({ sameAs: patient, knownOn: '2011-04-27' }),
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the index limb was entered as the other one, and the visit found it out',
    until: 'consented',
    then: [
      ...planned('screened', 'screened'),
      {
        ...{ what: 'the baseline', at: '2011-02-16T15:00:00.000Z', path: 'baseline', names: 'baseline' },
        body: { ...BODIES.baseline, indexLimb: 'right' },
      },
      ...planned('confirmed', 'implanted'),
      correction(on('2011-03-09'), 'baseline', { field: '/indexLimb', newValue: 'left' }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'nobody measured the toe pressure before the randomization, and the baseline was not complete',
    until: 'screened',
    then: [
      {
        ...{ what: 'a baseline without it', at: '2011-02-16T15:00:00.000Z', path: 'baseline', names: 'baseline' },
        body: { ...BODIES.baseline, toePressure: undefined },
      },
      signing('the confirmation', 'eligibility-confirmation', '2011-02-21T08:30:00.000Z'),
      signing('a randomization too early', 'randomization', '2011-02-21T08:40:00.000Z', {
        refused: 'baseline-not-complete',
      }),
      correction('2011-02-21T08:50:00.000Z', 'baseline', { field: '/toePressure', newValue: { value: 25 } }),
      ...planned('randomized', 'completed'),
    ],
    status: 'completed',
  },
  {
    name: 'the patient consented, was screened, and died before the randomization',
    until: 'screened',
    then: [
      {
        ...{ what: 'the death', at: on('2011-02-19'), path: 'death' },
        body: { ...BODIES.death, diedOn: '2011-02-18', awareAt: '2011-02-19T09:00:00Z' },
      },
      judgement('2011-02-20', { seriousness: ['death'], outcome: 'fatal' }),
      signing('a confirmation', 'eligibility-confirmation', '2011-02-21T08:30:00.000Z', { refused: 'patient-died' }),
    ],
    status: 'died',
  },
  {
    name: 'the patient was lost, which is known by the month alone',
    until: 'M1',
    then: [
      { ...loss('2011-13', on('2011-10-01')), refused: 'invalid-input' },
      { ...loss('2011-04-31', on('2011-10-01')), refused: 'invalid-input' },
      loss('2011-05', on('2011-10-01')),
    ],
    status: 'lost-to-follow-up',
  },
];
