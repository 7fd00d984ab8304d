import { defineEvent, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';

const OF_A_PATIENT: Readonly<Record<string, string>> = {
  allocation: 'the arm of patient',
  'cells-of-a-patient': 'the arm, and what the cell therapy unit recorded, of patient',
};
const OF_ALL: Readonly<Record<string, string>> = {
  allocations: 'the arms of all patients',
  'randomization-cards': 'the sealed cards of the randomization list',
  'sealed-judgements': 'the judgements of people who had been told an arm',
  'product-accountability': 'the accountability of the product, for all patients',
  'audit-log': 'the audit log of the sealed ledger',
  'ledger-entries': 'records of the sealed ledger',
};

function shownInWords(what: string, patient: string | undefined): string {
  return patient === undefined ? (OF_ALL[what] ?? words(what)) : `${OF_A_PATIENT[what] ?? words(what)} ${patient}`;
}

export const SealedDataRead = defineEvent('SealedDataRead', {
  schemaVersion: 1,
  about: 'somebody read data that would unblind',
  data: {
    what: Type.String({
      description: 'the kind of data, the same whichever arm a patient is in',
      pattern: '^[a-z][a-z0-9-]{0,63}$',
    }),
    patient: Type.Optional(patientCode),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/what', '/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  // The software records it before it shows anything.
  command: undefined,
  sentence: ({ what, patient }) => `was shown data that would unblind: ${shownInWords(what, patient)}`,
  sample: { what: 'allocation', patient: 'REI-001' },
});
