import { details, freeText, instant, listed, moment, oneOf, optionalText, side, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import {
  itsHarvestStands,
  itsReleaseStands,
  notSaidToBeNotDone,
  productReleased,
  releaseStands,
} from './conditions.js';
import { Harvested } from './harvested.js';
import { ofTheLatestHarvest, ofWhichHarvest } from './harvests.js';
import { implantedOnTheDayOfTheHarvest, notBefore } from './rules.js';

const first = {
  implantedAt: instant('end of the implantation'),
  limb: side,
  complications: Type.Optional(freeText('complications of the implantation')),
};

/** What stands against an implantation, and is a critical deviation where it happened all the same. */
const DESPITE = ['another-day', 'not-released', 'release-withdrawn'] as const;

export const Implanted = definePatientEvent('Implanted', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the product was implanted',
  data: {
    harvest: Type.Optional(whole('the harvest that the product was made of', 1, 100)),
    ...first,
    despite: Type.Optional(
      Type.Array(oneOf('what stood against it', DESPITE), {
        description: 'what stood against it, where it has happened all the same: a critical deviation',
        minItems: 1,
        maxItems: DESPITE.length,
        uniqueItems: true,
      }),
    ),
  },
  happened: 'implantedAt',
  mayGiveAwayArm: false,
  needs: [Randomized, Harvested],
  whenMissing: undefined,
  once: { code: 'already-implanted', sentence: () => 'The product was implanted already.' },
  conditions: [notSaidToBeNotDone, productReleased, releaseStands, itsHarvestStands, itsReleaseStands],
  rules: [notBefore('its harvest, and the release of its product'), implantedOnTheDayOfTheHarvest],
  computed: { fields: ['harvest'], followsItsEntry: false, from: ofTheLatestHarvest },
  afterDeath: 'refused',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/harvest'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordImplantation', action: 'record-implantation' },
  sentence: ({ limb, implantedAt, harvest, despite = [], complications }, { patient, show }) =>
    `the product was implanted into the ${limb} limb of patient ${patient} on ${moment(implantedAt)}` +
    details(
      ofWhichHarvest(harvest),
      despite.length === 0 ? undefined : `despite: ${listed(despite.map(words))}`,
      optionalText('complications', complications, show),
    ),
  sample: { harvest: 1, implantedAt: '2026-03-10T14:00:00+01:00', limb: 'left' },
});
