import { moment, oneOf, words } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { cardNotOpened, cardsOfTheList, cardsPrinted, openedInThePast } from './card-conditions.js';
import { CARD, cardInWords, openedAt } from './card-fields.js';

const REASONS = ['patient-not-randomized', 'opened-by-mistake', 'damaged', 'lost', 'other'] as const;

/** Nobody gets the card any more: its slot stays empty. */
export const CardOpenedInVain = defineTrialEvent('CardOpenedInVain', {
  schemaVersion: 1,
  about: 'a sealed card was opened in vain, and nobody gets it',
  data: { ...CARD, openedAt, why: oneOf('why nobody was randomized with it', REASONS) },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [cardsOfTheList, cardsPrinted, cardNotOpened, openedInThePast],
  rules: [],
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/stratum', '/slot'],
  mayBeAnnulled: true,
  signedUnder: [{ signature: 'card-opening' }],
  command: { name: 'DocumentCardInVain', action: 'document-cards' },
  sentence: (data) =>
    `the sealed ${cardInWords(data)} was opened in vain on ${moment(data.openedAt)} (${words(data.why)}), and nobody gets it`,
  sample: { stratum: 'CARDS', slot: 1, openedAt: '2026-03-06T14:20:00+01:00', why: 'patient-not-randomized' },
});
