import { type About, eventInWords, line, listed, namesTypes, uuid } from '@bali/schema';
import { Type } from 'typebox';
import { reasonGiven } from '../condition.js';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { knowsArm } from '../unblinding/knowledge.js';
import { annullable, notLocked, notRequestedAlready } from './conditions.js';

/** How many entries one command annuls at most: all of a patient's record, and more. */
export const MAX_ANNULLED = 200;

const first = {
  entries: Type.Array(uuid('id of an event'), {
    description: 'the entries that are to be annulled together',
    minItems: 1,
    maxItems: MAX_ANNULLED,
    uniqueItems: true,
  }),
  types: Type.Array(line('type of that event'), {
    description: 'their types, in the same order',
    maxItems: MAX_ANNULLED,
  }),
  requestedBy: line('user id of the investigator'),
};

/** The investigator asks, under signature, for an annulment that another person confirms. Nothing is annulled yet. */
export const AnnulmentRequested = definePatientEvent('AnnulmentRequested', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the investigator asked for the annulment of entries, which another person has to confirm',
  data: {
    ...first,
    knewArm: Type.Optional(
      Type.Boolean({
        description: 'whether the investigator had been told the arm of the patient, with whichever account',
      }),
    ),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [reasonGiven('An annulment'), notLocked, annullable, notRequestedAlready],
  rules: [],
  computed: { fields: ['types', 'requestedBy', 'knewArm'], followsItsEntry: false, from: typesAndPerson },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  // Another person, who does not know the arm, has to confirm it.
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/entries', '/types', '/requestedBy', '/knewArm'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'annulment-request' }],
  command: { name: 'RequestAnnulment', action: 'request-annulment' },
  sentence: ({ entries, types }, about) =>
    `the investigator asked for the annulment of ${listed(entries.map((id, place) => `${entryOf(types[place] ?? '', about)} (${id})`))} ` +
    `of patient ${about.patient}, which another person has to confirm`,
  sample: {
    entries: ['5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10'],
    types: ['Died'],
    requestedBy: 'u-017',
    knewArm: false,
  },
});

function entryOf(type: string, about: About): string {
  return namesTypes(about) ? type : `the entry ${eventInWords(type, about)}`;
}

interface Computed {
  readonly types: string[];
  readonly requestedBy: string;
  readonly knewArm: boolean;
}

function typesAndPerson(
  { entries }: { readonly entries: readonly string[] },
  state: PatientState,
  { by, otherAccounts = [] }: PatientContext,
): Computed {
  const types: string[] = entries.map((id) => state.entries.find((entry) => entry.id === id)?.type ?? 'unknown');
  const knewArm = by !== undefined && knowsArm(state, { by, otherAccounts });
  return { types, requestedBy: by ?? 'unknown', knewArm };
}
