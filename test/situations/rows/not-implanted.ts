import { BODIES } from '@bali-app/site-api/testing';
import { on, type Sent, type Situation } from '../situation.js';
import { call, completion, death, loss, notDone, visit } from './steps.js';

/** Randomized on 21 February 2011: without an implantation, the window of M6 is from 31 July to 11 September. */
export const NOT_IMPLANTED: readonly Situation[] = [
  {
    name: 'the patient had a fever after the randomization, and was never harvested',
    until: 'randomized',
    then: [
      { ...completion('2011-02-28'), refused: 'not-implanted' },
      notDone('2011-03-01', 'fever'),
      visit('M1', '2011-03-22'),
      visit('M6', '2011-08-22'),
      completion('2011-08-22', on('2011-08-23')),
    ],
    status: 'completed',
  },
  {
    name: 'the marrow was harvested, and its product not released',
    until: 'harvested',
    then: [
      { what: 'implanted all the same', ...sentImplantation(), refused: 'product-not-released' },
      notDone('2011-03-02', 'product-not-released'),
      call('2011-08-22'),
      completion('2011-08-22', on('2011-08-23')),
    ],
    status: 'completed',
  },
  {
    name: 'the product was released, and the patient did not wish it any more',
    until: 'released',
    then: [
      notDone('2011-03-02', 'patient-wish'),
      {
        what: 'the patient withdraws from the treatment alone',
        at: on('2011-03-03'),
        path: 'consent-withdrawal',
        body: { withdrawnOn: '2011-03-03', from: ['treatment'] },
      },
      visit('M6', '2011-08-22'),
      completion('2011-08-22', on('2011-08-23')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient died between the randomization and the harvest',
    until: 'randomized',
    then: [...death('2011-02-27', '2011-02-28'), notDone('2011-02-28', 'death')],
    status: 'died',
  },
  {
    name: 'the patient was randomized, and never heard of again',
    until: 'randomized',
    then: [loss('2011-02-21', on('2011-10-01'))],
    status: 'lost-to-follow-up',
  },
];

function sentImplantation(): Omit<Sent, 'what'> {
  return { at: '2011-03-02T15:00:00.000Z', path: 'implantation', body: BODIES.implantation };
}
