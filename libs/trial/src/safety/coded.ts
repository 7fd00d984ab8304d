import { line, oneOf, uuid } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent, type PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { type Dictionary, DICTIONARIES } from './codings.js';

const NAMES = Object.keys(DICTIONARIES) as [Dictionary, ...Dictionary[]];

const CODED_WITH: Readonly<Record<Dictionary, string>> = {
  MedDRA: 'adverse events and diagnoses',
  ATC: 'concomitant treatments',
  WHODrug: 'concomitant treatments',
};

interface Asked {
  readonly entry: string;
  readonly dictionary: Dictionary;
}

const codable: PatientCondition = {
  says: 'the entry stands, and the dictionary is one for what it names',
  field: '/entry',
  refuses: (state, _, { entry, dictionary }: Asked) => {
    const coded = state.entries.find(({ id }) => id === entry);
    if (coded === undefined)
      return refusal(
        'event-unknown',
        'There is no such entry of this patient: name the id of one that stands.',
        '/entry',
      );
    const types: readonly string[] = DICTIONARIES[dictionary];
    if (types.includes(coded.type)) return undefined;
    const sentence = `${dictionary} is for ${CODED_WITH[dictionary]}: choose the dictionary for this entry, if there is one.`;
    return refusal('not-codable', sentence, '/dictionary');
  },
};

/** A blinded coder says under which code of a dictionary an entry's words stand. No dictionary comes with the software. */
export const Coded = definePatientEvent('Coded', {
  schemaVersion: 1,
  about: 'the words of an entry were coded',
  data: {
    entry: uuid('id of the entry whose words are coded'),
    dictionary: oneOf('the dictionary', NAMES),
    version: line('its version'),
    code: line('the code'),
    term: line("the dictionary's term for it"),
    bodySystem: Type.Optional(line("the dictionary's class of it, such as a system organ class")),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [codable],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  // Another coding replaces it.
  notCorrectable: ['/entry', '/dictionary', '/version', '/code', '/term', '/bodySystem'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CodeEntry', action: 'code-entries' },
  sentence: ({ entry, dictionary, version, code, term, bodySystem }, { patient }) =>
    `the entry ${entry} of patient ${patient} was coded with ${dictionary} ${version} as ${code}, “${term}”` +
    (bodySystem === undefined ? '' : ` (${bodySystem})`),
  sample: {
    entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    dictionary: 'MedDRA',
    version: '29.0',
    code: '10002272',
    term: 'Anaemia',
    bodySystem: 'Blood and lymphatic system disorders',
  },
});
