import { BODIES } from '@bali-app/site-api/testing';
import { on, type Situation } from '../situation.js';
import { call, completion, death, loss, signOff, visit } from './steps.js';

export const ENDINGS: readonly Situation[] = [
  {
    name: 'a relative says on the telephone that the patient has died',
    until: 'M3',
    then: [
      {
        ...call('2011-07-20', { vitalStatus: 'dead', informant: 'relative' }),
        refused: 'death-not-recorded',
      },
      ...death('2011-07-14', '2011-07-20'),
      { ...call('2011-07-20', { vitalStatus: 'dead', informant: 'relative' }), at: on('2011-07-21') },
    ],
    status: 'died',
  },
  {
    name: 'the patient moved away after the first visit, and nobody knows where to',
    until: 'M1',
    then: [loss('2011-04-04', on('2011-10-01'))],
    status: 'lost-to-follow-up',
  },
  {
    name: 'the patient was lost, then found by telephone, and seen in the end',
    until: 'M1',
    then: [
      loss('2011-04-04', on('2011-06-25')),
      call('2011-07-15'),
      visit('M6', '2011-09-05'),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient was lost, found once, and lost again',
    until: 'M1',
    then: [loss('2011-04-04', on('2011-06-25')), call('2011-07-15'), loss('2011-07-15', on('2011-10-15'))],
    status: 'lost-to-follow-up',
  },
  {
    name: 'the patient wished no further visits after two months',
    until: 'M1',
    then: [
      {
        what: 'the withdrawal from the follow-up',
        at: on('2011-05-02'),
        path: 'consent-withdrawal',
        body: { withdrawnOn: '2011-05-02', from: ['treatment', 'follow-up'] },
      },
      { ...visit('M3', '2011-06-06'), refused: 'consent-withdrawn' },
    ],
    status: 'withdrawn',
  },
  {
    name: 'the patient died after the record was signed off, as was heard later',
    until: 'completed',
    then: [signOff(on('2011-09-20')), ...death('2011-10-17', '2011-10-20'), signOff(on('2011-10-21'))],
    status: 'died',
  },
  {
    name: 'the investigator signed too early',
    until: 'M3',
    then: [
      { ...signOff(on('2011-07-01')), refused: 'participation-not-ended' },
      visit('M6', '2011-09-05'),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient was lost, and the arm is opened as planned once the window of 6 months has closed',
    until: 'M1',
    then: [
      loss('2011-04-04', on('2011-07-01')),
      signOff(on('2011-07-02')),
      {
        what: 'opened too early',
        at: on('2011-09-10'),
        path: 'planned-unblinding',
        body: { reason: 'are there cells to be used?' },
        refused: 'endpoint-not-complete',
      },
      {
        what: 'opened as planned',
        at: on('2011-09-24'),
        another: true,
        path: 'planned-unblinding',
        body: { reason: 'are there cells to be used?' },
      },
    ],
    status: 'lost-to-follow-up',
  },
  {
    name: 'the patient was not eligible',
    until: 'consented',
    then: [
      {
        what: 'a screening with an infection',
        at: on('2011-02-16'),
        path: 'screenings',
        body: { ...BODIES.screening, answers: { ...BODIES.screening.answers, ongoingInfection: 'yes' } },
      },
    ],
    status: 'not-eligible',
  },
  { name: 'the patient consented, and never came back', until: 'consented', then: [], status: 'consented' },
];
