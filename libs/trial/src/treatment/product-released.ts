import { instant, moment } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { Harvested } from './harvested.js';
import { notBefore, onTheDayOfTheHarvest } from './rules.js';

export const ProductReleased = definePatientEvent('ProductReleased', {
  schemaVersion: 1,
  about: 'the cell therapy unit released the product for implantation',
  data: { releasedAt: instant('when it was released') },
  happened: 'releasedAt',
  mayGiveAwayArm: false,
  needs: [Randomized, Harvested],
  whenMissing: {
    code: 'product-not-released',
    sentence: 'The cell therapy unit has to release the product first.',
  },
  once: { code: 'product-already-released', sentence: () => 'The product was released already.' },
  conditions: [],
  rules: [notBefore('Harvested'), onTheDayOfTheHarvest],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  signedUnder: [{ signature: 'product-release' }],
  command: { name: 'ReleaseProduct', action: 'release-product' },
  sentence: ({ releasedAt }, { patient }) =>
    `the product for patient ${patient} was released for implantation on ${moment(releasedAt)}`,
  sample: { releasedAt: '2026-03-10T12:30:00+01:00' },
});
