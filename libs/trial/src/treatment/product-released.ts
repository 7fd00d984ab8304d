import { details, instant, moment, whole } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import {
  itsHarvestStands,
  notImplantedBefore,
  notSaidToBeNotDoneBefore,
  oneReleaseOfEachHarvest,
} from './conditions.js';
import { Harvested } from './harvested.js';
import { ofTheLatestHarvest, ofWhichHarvest } from './harvests.js';
import { notBefore, onTheDayOfTheHarvest } from './rules.js';

const first = { releasedAt: instant('when it was released') };

/** One product from one harvest: a syringe that cannot be used is not replaced, in either arm. */
export const ProductReleased = definePatientEvent('ProductReleased', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the cell therapy unit released the product for implantation',
  data: { harvest: Type.Optional(whole('the harvest that it was made of', 1, 100)), ...first },
  happened: 'releasedAt',
  mayGiveAwayArm: false,
  needs: [Randomized, Harvested],
  whenMissing: undefined,
  once: undefined,
  conditions: [oneReleaseOfEachHarvest, notImplantedBefore, notSaidToBeNotDoneBefore, itsHarvestStands],
  rules: [notBefore('its harvest'), onTheDayOfTheHarvest],
  computed: { fields: ['harvest'], followsItsEntry: false, from: ofTheLatestHarvest },
  afterDeath: 'refused',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  // The moment stands in the sealed ledger too: the unit corrects it in both (`CorrectRelease`), and nobody else may.
  notCorrectable: ['/harvest'],
  mayBeAnnulled: true,
  signedUnder: [{ signature: 'product-release' }],
  command: { name: 'ReleaseProduct', action: 'release-product' },
  sentence: ({ releasedAt, harvest }, { patient }) =>
    `the product for patient ${patient} was released for implantation on ${moment(releasedAt)}` +
    details(ofWhichHarvest(harvest)),
  sample: { harvest: 1, releasedAt: '2026-03-10T12:30:00+01:00' },
});
