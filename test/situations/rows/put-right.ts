import { BODIES } from '@bali-app/site-api/testing';
import { on, type Sent, type Situation } from '../situation.js';
import { annulment, annulmentByTwo, call, completion, correction, judgement, loss, planned, visit } from './steps.js';

const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];
const wrongDeath: Sent = {
  what: 'the death of the patient in the next bed',
  at: on('2011-05-10'),
  path: 'death',
  body: { ...BODIES.death, diedOn: '2011-05-10', awareAt: '2011-05-10T09:00:00Z' },
  names: 'death',
};
const sameConsent: Sent = {
  what: 'the same consent, from another computer',
  at: '2011-02-14T15:00:00.000Z',
  path: '/v1/patients',
  body: { ...BODIES.consent, site: 'REI' },
  names: 'second',
};

/** What was entered wrongly, as people find it weeks later. Implanted on 2 March 2011. */
export const PUT_RIGHT: readonly Situation[] = [
  {
    name: 'a death was entered for the wrong patient',
    until: 'M1',
    then: [
      wrongDeath,
      { ...visit('M3', '2011-06-06'), refused: 'patient-died' },
      ...annulmentByTwo('2011-06-07', ['death', 'death.1']),
      visit('M3', '2011-06-08'),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the annulment of a death was declined, and it was the right patient after all',
    until: 'M1',
    then: [
      wrongDeath,
      annulment(on('2011-05-12'), ['death', 'death.1'], { path: 'annulment-requests', names: 'request' }),
      {
        ...{ what: 'the data manager declines', at: on('2011-05-13'), by: 'data-manager' },
        ...{ path: 'annulment-requests/{request}/refusal', body: { reason: 'the certificate names this patient' } },
      },
      {
        ...{ what: 'the monitor confirms all the same', at: on('2011-05-14'), by: 'monitor' },
        ...{ path: 'annulment-requests/{request}/confirmation', body: { reason: 'seen' } },
        refused: 'annulment-not-requested',
      },
      judgement('2011-05-15', { seriousness: ['death'], outcome: 'fatal' }),
    ],
    status: 'died',
  },
  {
    name: 'the same consent was entered twice, with another key',
    until: 'consented',
    then: [
      sameConsent,
      annulment('2011-02-15T10:00:00.000Z', ['second'], { path: '/v1/patients/{second.patient}/annulments' }),
      ...planned('screened', 'completed'),
    ],
    status: 'completed',
  },
  {
    name: 'everything was entered for somebody who was never there, the consent included',
    until: 'consented',
    then: [
      { ...sameConsent, what: 'a consent of the row, to be annulled', names: 'other' },
      {
        ...{ what: 'its screening', at: '2011-02-16T15:30:00.000Z', body: BODIES.screening, names: 'screening' },
        path: '/v1/patients/{other.patient}/screenings',
      },
      annulment('2011-02-17T10:00:00.000Z', ['other'], {
        ...{ path: '/v1/patients/{other.patient}/annulments', refused: 'needed-by-others' },
      }),
      annulment('2011-02-17T10:05:00.000Z', ['other', 'screening'], {
        path: '/v1/patients/{other.patient}/annulments',
      }),
      {
        ...{ what: 'the next step of nobody', at: '2011-02-18T10:00:00.000Z', body: BODIES.baseline },
        ...{ path: '/v1/patients/{other.patient}/baseline', refused: 'patient-annulled' },
      },
    ],
    status: 'consented',
  },
  {
    name: 'a revascularization was annulled by mistake, and is entered again',
    until: 'M1',
    then: [
      {
        ...{ what: 'the revascularization', at: on('2011-05-12'), path: 'revascularizations' },
        ...{ body: BODIES.revascularization, names: 'stent' },
      },
      annulment(on('2011-05-13'), ['stent']),
      annulment(on('2011-05-14'), ['stent'], { refused: 'already-annulled' }),
      {
        ...{ what: 'entered again', at: on('2011-05-16'), path: 'revascularizations' },
        body: ({ stent }) => ({ ...BODIES.revascularization, replaces: stent }),
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the visit of the endpoint was that of another patient, as was found after the completion',
    until: 'M3',
    then: [
      { ...visit('M6', '2011-09-05'), names: 'visit' },
      { ...completion('2011-09-05', on('2011-09-06')), names: 'completion' },
      annulment(on('2011-09-08'), ['visit'], { path: 'annulment-requests', refused: 'needed-by-others' }),
      ...annulmentByTwo('2011-09-09', ['visit', 'completion']),
      visit('M6', '2011-09-14'),
      completion('2011-09-14', on('2011-09-15')),
    ],
    status: 'completed',
  },
  {
    name: 'an adverse event was ticked as fatal by mistake',
    until: 'M1',
    then: [
      {
        ...{ what: 'the report', at: on('2011-05-02'), path: 'adverse-events', names: 'event' },
        body: {
          ...BODIES.adverseEvent,
          startedOn: '2011-05-01',
          awareAt: '2011-05-02T09:00:00Z',
          seriousness: ['death'],
          outcome: 'fatal',
        },
        refused: 'fatal-outcome-without-death',
      },
      {
        ...{ what: 'the report, without a tick', at: on('2011-05-02'), path: 'adverse-events', names: 'event' },
        body: { ...BODIES.adverseEvent, startedOn: '2011-05-01', awareAt: '2011-05-02T09:00:00Z' },
      },
      correction(on('2011-05-03'), 'event', {
        ...{ field: '/seriousness', newValue: [] },
      }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'a serious adverse event was reported twice',
    until: 'M1',
    then: [
      ...[1, 2].map((place): Sent => ({
        ...{ what: `report ${place}`, at: on('2011-05-02'), path: 'adverse-events', names: `event${place}` },
        body: { ...BODIES.adverseEvent, startedOn: '2011-05-01', awareAt: '2011-05-02T09:00:00Z' },
      })),
      ...annulmentByTwo('2011-05-04', ['event2']),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the patient was said to be lost, which was another one',
    until: 'M3',
    then: [
      { ...loss('2011-06-06', on('2011-08-01')), names: 'loss' },
      annulment(on('2011-08-02'), ['loss']),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'a call was dated in the future by a slip, then on a day that does not exist',
    until: 'M3',
    then: [
      { ...call('2012-09-10'), at: on('2011-09-10'), refused: 'in-the-future' },
      { ...call('2011-09-31'), at: on('2011-09-10'), refused: 'invalid-input' },
      { ...call('0850-09-10'), at: on('2011-09-10'), refused: 'invalid-input' },
      { ...call('2010-09-10'), at: on('2011-09-10'), refused: 'before-consent' },
      call('2011-09-10'),
      completion('2011-09-10', on('2011-09-11')),
    ],
    status: 'completed',
  },
];
