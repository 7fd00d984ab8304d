import { details, instant, moment, oneOf, whole } from '@bali/schema';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { itsHarvestStands, itsReleaseStands, notImplantedYet, releasedBefore } from './conditions.js';
import { Harvested } from './harvested.js';
import { latestHarvest, ofWhichHarvest } from './harvests.js';
import { notBefore } from './rules.js';

/** There is one cause for all: what was found is sealed, since it may say what is in the syringe. */
const CAUSE = 'withdrawn-by-the-unit';

export const ReleaseWithdrawn = definePatientEvent('ReleaseWithdrawn', {
  schemaVersion: 1,
  about: 'the cell therapy unit withdrew the release of the product: it is not to be implanted',
  data: {
    harvest: whole('the harvest that the product was made of', 1, 100),
    withdrawnAt: instant('when the release was withdrawn'),
    why: oneOf('the cause, which is the same for every patient', [CAUSE]),
  },
  happened: 'withdrawnAt',
  mayGiveAwayArm: true,
  needs: [Harvested],
  whenMissing: undefined,
  once: {
    per: 'harvest',
    code: 'release-withdrawn',
    sentence: () => 'The release of this product was withdrawn already.',
  },
  conditions: [releasedBefore, notImplantedYet, itsHarvestStands, itsReleaseStands],
  rules: [notBefore('the release of the product')],
  computed: { fields: ['harvest', 'why'], followsItsEntry: false, from: ofTheLatestRelease },
  // A product is called back whatever else has happened meanwhile.
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/harvest', '/why'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'WithdrawRelease', action: 'release-product' },
  sentence: ({ withdrawnAt, harvest }, { patient }) =>
    `the release of the product for patient ${patient} was withdrawn on ${moment(withdrawnAt)}: it is not to be implanted` +
    details(ofWhichHarvest(harvest)),
  sample: { harvest: 1, withdrawnAt: '2026-03-10T13:10:00+01:00', why: CAUSE },
});

function ofTheLatestRelease(_: object, state: PatientState) {
  return { harvest: latestHarvest(state), why: CAUSE } as const;
}
