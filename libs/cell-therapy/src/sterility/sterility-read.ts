import { calendarDate, details, freeText, line, listed, oneOf, optionalText, patientCode, words } from '@bali/schema';
import {
  FORMER_ORGANISM_FIELDS,
  organismFields,
  organismInWords,
  pendingRequest,
  susceptibilityInWords,
} from '@bali/trial';
import { Type } from 'typebox';
import { HarvestReceived } from '../reception/harvest-received.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { type Cultures, eachTestedOnce, grownIn, hasGrown, readOnItsDay } from './rules.js';

const culture = (of: string) => oneOf(`culture of ${of}`, ['no-growth', 'growth', 'not-done']);

const cultures = {
  patient: patientCode,
  readOn: calendarDate('when they were read'),
  marrow: culture('the marrow'),
  concentrate: culture('the concentrate'),
  blood: culture('the tube of peripheral blood'),
  syringe: culture('the syringe'),
};
const request = Type.Optional(pendingRequest);

/** One record for all cultures of a patient on a day, so that there are as many for every patient. */
export const SterilityRead = defineCellEvent('SterilityRead', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: {
        ...cultures,
        organism: Type.Optional(line('what has grown')),
        susceptibility: Type.Optional(line('what it is susceptible to, as far as that is known')),
        request,
      },
      upcast: (data: object) => data,
      sentence: (data: Told) => readInWords(data) + details(data.organism, data.susceptibility),
    },
  ],
  about: 'the cultures for sterility were read',
  data: {
    ...cultures,
    ...organismFields,
    asReported: Type.Optional(freeText('what has grown and what it is susceptible to, as the laboratory reports it')),
    request,
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
  rules: [grownIn, eachTestedOnce, readOnItsDay],
  computed: { fields: FORMER_ORGANISM_FIELDS, from: () => ({}) },
  secondPerson: undefined,
  // What has grown is told to the site too: the unit annuls it in both ledgers, and reads it again.
  notCorrectable: [
    '/patient',
    '/request',
    '/marrow',
    '/concentrate',
    '/blood',
    '/syringe',
    '/organism',
    '/susceptibility',
    '/identifiedAs',
    '/susceptibilities',
  ],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReadSterility', action: 'record-cells' },
  sentence: (data, { show }) =>
    readInWords(data) +
    details(
      hasGrown(data) ? organismInWords(data) : undefined,
      susceptibilityInWords(data),
      optionalText('as reported', data.asReported, show),
    ),
  sample: {
    patient: 'REI-001',
    readOn: '2026-03-17',
    marrow: 'no-growth',
    concentrate: 'no-growth',
    blood: 'no-growth',
    syringe: 'no-growth',
  },
});

interface Told extends Cultures {
  readonly patient: string;
}

function readInWords(data: Told): string {
  const found = (['marrow', 'concentrate', 'blood', 'syringe'] as const).map(
    (which) => `${which} ${words(data[which])}`,
  );
  return `the cultures of patient ${data.patient} were read on ${data.readOn}: ${listed(found)}`;
}
