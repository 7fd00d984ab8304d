import { calendarDate, details, line, whole } from '@bali/schema';
import { Type } from 'typebox';
import { all, allStruck, type PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Harvested } from '../treatment/harvested.js';
import { FORMER_ORGANISM_FIELDS, organismFields, organismInWords, susceptibilityInWords } from './organisms.js';
import { organismSaid } from './rules.js';

/** The number of an alert of a patient. */
export const alertNumber = whole('the number of the alert for this patient, from 1', 1, 1_000);

const readOn = calendarDate('when the culture was read');

/** The same whichever container something grew in, and in either arm: of every patient the same four are cultured. */
export const MicrobiologyAlert = definePatientEvent('MicrobiologyAlert', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: {
        number: alertNumber,
        readOn,
        organism: line('what has grown'),
        susceptibility: Type.Optional(line('what it is susceptible to, as far as that is known')),
      },
      upcast: (data: object) => data,
    },
  ],
  about: 'something grew in a culture of what was taken from the patient or prepared',
  data: { number: alertNumber, readOn, ...organismFields },
  happened: 'readOn',
  mayGiveAwayArm: true,
  needs: [Harvested],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [organismSaid],
  computed: { fields: ['number', ...FORMER_ORGANISM_FIELDS], followsItsEntry: false, from: nextNumber },
  // An infection is told to the site whatever has happened meanwhile.
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  // What the unit recorded in both ledgers is annulled in both, and recorded again.
  notCorrectable: ['/number', '/organism', '/susceptibility', '/identifiedAs', '/susceptibilities'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RaiseMicrobiologyAlert', action: 'record-cells' },
  sentence: (data, { patient }) =>
    `something grew in a culture of patient ${patient}, as was read on ${data.readOn}: ${organismInWords(data)} ` +
    `(alert ${data.number})${details(susceptibilityInWords(data))}`,
  sample: {
    number: 1,
    readOn: '2026-03-17',
    identifiedAs: 'cutibacterium-acnes',
    susceptibilities: [{ antimicrobial: 'amoxicillin', result: 'susceptible' }],
  },
});

function nextNumber(_: object, state: PatientState): { readonly number: number } {
  const raised = [...all(state, 'MicrobiologyAlert'), ...allStruck(state, 'MicrobiologyAlert')];
  return { number: Math.max(0, ...raised.map(({ data }) => data.number)) + 1 };
}
