import { moment, oneOf, patientCode, words } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { cardNotOpened, cardsOfTheList, cardsPrinted, openedInThePast } from './card-conditions.js';
import { CARD, cardInWords, openedAt, OUTAGES } from './card-fields.js';

/** What the unit did while the system was down. The investigator then enters the randomization, with the same card. */
export const CardOpened = defineTrialEvent('CardOpened', {
  schemaVersion: 1,
  about: 'a sealed card was opened for a patient while the system was down',
  data: {
    ...CARD,
    patient: patientCode,
    openedAt,
    outage: oneOf('why the software could not randomize', OUTAGES),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [cardsOfTheList, cardsPrinted, cardNotOpened, openedInThePast],
  rules: [],
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/stratum', '/slot', '/patient'],
  mayBeAnnulled: true,
  signedUnder: [{ signature: 'card-opening' }],
  command: { name: 'DocumentCard', action: 'document-cards' },
  sentence: (data) =>
    `the sealed ${cardInWords(data)} was opened for patient ${data.patient} on ${moment(data.openedAt)} (${words(data.outage)})`,
  sample: {
    stratum: 'CARDS',
    slot: 0,
    patient: 'REI-001',
    openedAt: '2026-03-06T14:10:00+01:00',
    outage: 'network-down',
  },
});
