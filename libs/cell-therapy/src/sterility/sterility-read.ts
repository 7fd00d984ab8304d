import { calendarDate, details, line, listed, oneOf, patientCode, words } from '@bali/schema';
import { pendingRequest } from '@bali/trial';
import { Type } from 'typebox';
import { HarvestReceived } from '../reception/harvest-received.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { grownIn, readOnItsDay } from './rules.js';

const culture = (of: string) => oneOf(`culture of ${of}`, ['no-growth', 'growth', 'not-done']);

/** One record for all cultures of a patient on a day, so that there are as many for every patient. */
export const SterilityRead = defineCellEvent('SterilityRead', {
  schemaVersion: 1,
  about: 'the cultures for sterility were read',
  data: {
    patient: patientCode,
    readOn: calendarDate('when they were read'),
    marrow: culture('the marrow'),
    concentrate: culture('the concentrate'),
    blood: culture('the tube of peripheral blood'),
    syringe: culture('the syringe'),
    organism: Type.Optional(line('what has grown')),
    susceptibility: Type.Optional(line('what it is susceptible to, as far as that is known')),
    request: Type.Optional(pendingRequest),
  },
  happened: 'readOn',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [grownIn, readOnItsDay],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/request', '/marrow', '/concentrate', '/blood', '/syringe', '/organism'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReadSterility', action: 'record-cells' },
  sentence: (data) =>
    `the cultures of patient ${data.patient} were read on ${data.readOn}: ` +
    listed((['marrow', 'concentrate', 'blood', 'syringe'] as const).map((which) => `${which} ${words(data[which])}`)) +
    details(data.organism, data.susceptibility),
  sample: {
    patient: 'REI-001',
    readOn: '2026-03-17',
    marrow: 'no-growth',
    concentrate: 'no-growth',
    blood: 'no-growth',
    syringe: 'no-growth',
  },
});
