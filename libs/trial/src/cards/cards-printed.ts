import { stratumCode } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { cardsOfTheList } from './card-conditions.js';

/** A printing is of all cards of a stratum, so that how many there are says nothing of blocks. */
export const CardsPrinted = defineTrialEvent('CardsPrinted', {
  schemaVersion: 1,
  about: 'the sealed cards of a part of the randomization list were printed',
  data: { stratum: stratumCode },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [cardsOfTheList],
  rules: [],
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: ['/stratum'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'PrintCards', action: 'print-cards' },
  sentence: ({ stratum }) => `all sealed cards of ${stratum} were printed by the cell therapy unit`,
  sample: { stratum: 'CARDS' },
});
