import { BODIES } from '@bali-app/site-api/testing';
import { on, type Situation } from '../situation.js';
import { call, completion, judgement, missed, signOff, visit } from './steps.js';

const NO = { amputated: 'no' } as const;
const NOT_KNOWN = { amputated: 'not-known' } as const;

/** Implanted on 2 March 2011: the window of M6 is from 12 August to 23 September. */
export const VISITS: readonly Situation[] = [
  { name: 'everything went as planned', until: 'completed', then: [], status: 'completed' },
  {
    name: 'the patient missed two visits, and answered the telephone at 6 months',
    until: 'M1',
    then: [
      missed('M3', '2011-06-20'),
      missed('M6', '2011-09-24'),
      { ...completion('2011-09-24', on('2011-09-25')), refused: 'follow-up-not-complete' },
      call('2011-09-26'),
      completion('2011-09-26', on('2011-09-27')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient came a month too early for the last visit, and again in its window',
    until: 'M3',
    then: [
      { ...visit('M6', '2011-08-01'), refused: 'visit-before-window' },
      { ...call('2011-08-01', { way: 'visit', ulcers: { value: 'no' }, tcPO2: { value: 31 } }), at: on('2011-08-02') },
      visit('M6', '2011-08-30'),
      completion('2011-08-30', on('2011-08-31')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient came for the last visit only when its window had closed',
    until: 'M3',
    then: [visit('M6', '2011-11-02'), completion('2011-11-02', on('2011-11-03'))],
    status: 'completed',
  },
  {
    name: 'the last visit and the completion were entered for the day of the implantation',
    until: 'implanted',
    then: [
      { ...visit('M6', '2011-03-02'), at: on('2011-03-03'), refused: 'visit-before-window' },
      { ...call('2011-03-02'), at: on('2011-03-03') },
      { ...completion('2011-03-02', on('2011-03-03')), refused: 'follow-up-not-complete' },
      call('2011-09-05'),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'the patient called, and came, in the window of one visit',
    until: 'M3',
    then: [call('2011-09-01'), visit('M6', '2011-09-08'), completion('2011-09-08', on('2011-09-09'))],
    status: 'completed',
  },
  {
    name: 'a toe was amputated between two visits, and the coordinator first said that nothing was',
    until: 'M1',
    then: [
      {
        what: 'a toe was amputated',
        at: on('2011-05-11'),
        path: 'amputations',
        body: BODIES.amputation,
        names: 'toe',
      },
      { ...visit('M3', '2011-06-06'), refused: 'amputation-on-record' },
      {
        ...visit('M3', '2011-06-06'),
        body: ({ toe }) => ({
          ...BODIES.visit,
          ...{ visit: 'M3', assessedOn: '2011-06-06' },
          limbs: { left: { amputated: 'yes', entry: toe }, right: NO },
        }),
      },
      visit('M6', '2011-09-05'),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'a leg was amputated in another hospital, as was heard only at the last visit',
    until: 'M3',
    then: [
      {
        ...visit('M6', '2011-09-05'),
        body: {
          ...BODIES.visit,
          ...{ visit: 'M6', assessedOn: '2011-09-05' },
          limbs: { left: { amputated: 'yes' }, right: NO },
        },
        refused: 'amputation-not-recorded',
      },
      {
        what: 'the amputation elsewhere',
        at: on('2011-09-06'),
        path: 'amputations',
        body: {
          ...BODIES.amputation,
          ...{ performedOn: '2011-07-20', level: 'below-knee', where: 'elsewhere', awareAt: '2011-09-05T09:00:00Z' },
        },
        names: 'leg',
      },
      {
        ...visit('M6', '2011-09-05'),
        at: on('2011-09-06'),
        body: ({ leg }) => ({
          ...BODIES.visit,
          ...{ visit: 'M6', assessedOn: '2011-09-05' },
          limbs: { left: { amputated: 'yes', entry: leg }, right: NO },
          restPain: { notDone: 'patient-unable' },
        }),
      },
      completion('2011-09-05', on('2011-09-07')),
      { ...signOff(on('2011-09-07')), refused: 'adverse-event-not-judged' },
      judgement('2011-09-08', { seriousness: ['hospitalisation'], outcome: 'recovered-with-sequelae' }),
    ],
    status: 'completed',
  },
  {
    name: 'the artery could not be compressed, so that no pressure was measured at any visit',
    until: 'implanted',
    then: [
      visit('M1', '2011-04-04', { ankleBrachialIndex: { notDone: 'not-measurable' } }),
      visit('M6', '2011-09-05', { toePressure: { notDone: 'not-measurable' } }),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'a neighbour answered the telephone, and knew nothing of the legs',
    until: 'M3',
    then: [
      call('2011-09-10', { informant: 'other', limbs: { left: NOT_KNOWN, right: NOT_KNOWN } }),
      completion('2011-09-10', on('2011-09-11')),
    ],
    status: 'completed',
  },
  {
    name: 'the site was closed before the last visit, and called the patient after that',
    site: 'MUL',
    until: 'M3',
    then: [
      {
        what: 'the site is closed',
        at: on('2011-07-01'),
        by: 'sponsor-coordinator',
        path: '/v1/sites/MUL/closure',
        body: { closedOn: '2011-07-01', reason: 'no more patients' },
      },
      { ...visit('M6', '2011-09-05'), refused: 'site-not-open' },
      call('2011-09-06'),
      completion('2011-09-06', on('2011-09-07')),
    ],
    status: 'completed',
  },
];
