import { defineEvent, type EventOf, eventInWords, line, listed, patientCode, record, uuid } from '@bali/schema';
import { Type } from 'typebox';

/** How many entries one command annuls at most: more than a patient's day of treatment and the months after it have. */
export const MAX_CELL_ENTRIES_ANNULLED = 50;

/**
 * Entries of the unit were annulled: they were entered for the wrong patient, twice, or what they say did not happen. They stay in the
 * ledger and are shown struck through; the record is as if they were not there. That is final. One event for one command, so that the
 * number of sealed records does not say how much was annulled.
 */
export const CellEntriesAnnulled = defineEvent('CellEntriesAnnulled', {
  schemaVersion: 1,
  about: 'entries of the cell therapy unit were annulled',
  data: {
    patient: patientCode,
    annulled: Type.Array(record({ entry: uuid('id of the entry'), type: line('type of that event') }), {
      description: 'the entries that are annulled together',
      minItems: 1,
      maxItems: MAX_CELL_ENTRIES_ANNULLED,
    }),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/annulled'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AnnulCellEntries', action: 'record-cells' },
  sentence: ({ patient, annulled }, about) =>
    `annulled in the record of patient ${patient} ` +
    listed(annulled.map(({ entry, type }) => `${eventInWords(type, about)} (${entry})`)),
  sample: {
    patient: 'REI-001',
    annulled: [{ entry: '0d2c55b3-6d2f-5b52-8a44-5f3d5a0c1e77', type: 'CellsCounted' }],
  },
});

export type CellAnnulmentEvent = EventOf<typeof CellEntriesAnnulled>;
