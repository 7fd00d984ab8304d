import { details, freeText, instant, moment, oneOf, optionalText, patientCode, whole, words } from '@bali/schema';
import { pendingRequest } from '@bali/trial';
import { Type } from 'typebox';
import { latestOfKind, moved } from '../containers/containers.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { ProductReleasedFromUnit } from './product-released-from-unit.js';

const CAUSES = [
  'gram-stain',
  'culture',
  'viability',
  'identification',
  'storage',
  'donor-information',
  'other',
] as const;

/** What was found is said here alone: the trial ledger has one cause for every withdrawal. */
export const ReleaseWithdrawnByUnit = defineCellEvent('ReleaseWithdrawnByUnit', {
  schemaVersion: 1,
  about: 'the release of the product was withdrawn',
  data: {
    patient: patientCode,
    withdrawnAt: instant('when it was withdrawn'),
    harvest: whole('the harvest that the product was made of', 1, 100),
    cause: oneOf('what was found', CAUSES),
    description: Type.Optional(freeText('what was found, and what was done')),
    request: pendingRequest,
  },
  happened: 'withdrawnAt',
  mayGiveAwayArm: true,
  needs: [...ProductReleasedFromUnit.needs, ProductReleasedFromUnit],
  whenMissing: undefined,
  once: true,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: (containers) =>
    moved(containers, latestOfKind(containers, 'syringe')?.label ?? '', 'in-hand', 'released'),
  rules: [],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient', '/withdrawnAt', '/harvest', '/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'WithdrawReleaseFromUnit', action: 'release-product' },
  sentence: (data, { show }) =>
    `the release of the product for patient ${data.patient} was withdrawn on ${moment(data.withdrawnAt)}` +
    details(words(data.cause), optionalText('description', data.description, show)),
  sample: {
    patient: 'REI-001',
    withdrawnAt: '2026-03-10T13:10:00+01:00',
    harvest: 1,
    cause: 'gram-stain',
    request: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
  },
});
