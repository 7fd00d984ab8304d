import { details, instant, moment, patientCode, whole } from '@bali/schema';
import { pendingRequest } from '@bali/trial';
import { Type } from 'typebox';
import { latestOfKind, moved } from '../containers/containers.js';
import { QualityControlled } from '../quality-control/quality-controlled.js';
import { identifiersRead, readOff } from '../unit/cell-fields.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import { notTooEarly, ofAStandingHarvest, releasedIfConform } from './rules.js';

const first = {
  patient: patientCode,
  releasedAt: instant('when it was released'),
  read: identifiersRead,
  request: pendingRequest,
};

export const ProductReleasedFromUnit = defineCellEvent('ProductReleasedFromUnit', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'the prepared product was released for this patient',
  data: { ...first, harvest: Type.Optional(whole('the harvest that it was made of', 1, 100)) },
  happened: 'releasedAt',
  mayGiveAwayArm: true,
  needs: [...QualityControlled.needs, QualityControlled],
  whenMissing: 'The product has to be released first.',
  once: true,
  onTheDayOfTheHarvest: true,
  ranges: [],
  labelRead: (_, containers) => latestOfKind(containers, 'syringe')?.label,
  labelsGiven: undefined,
  // Where the syringe is, is looked at after the verdict: see the rule.
  happensTo: undefined,
  containersAfter: (containers, { read }) => moved(containers, read.label, 'released'),
  rules: [ofAStandingHarvest, releasedIfConform, notTooEarly],
  computed: undefined,
  secondPerson: undefined,
  // The moment of the release stands in the trial ledger too.
  notCorrectable: ['/patient', '/releasedAt', '/read', '/request', '/harvest'],
  mayBeAnnulled: false,
  // The signature is of the release in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'ReleaseProductFromUnit', action: 'release-product' },
  sentence: (data) =>
    `the product for patient ${data.patient} was released on ${moment(data.releasedAt)}${details(readOff(data.read))}`,
  sample: {
    patient: 'REI-001',
    releasedAt: '2026-03-10T12:30:00+01:00',
    read: { patient: 'REI-001', label: 'REI-001-SZ4XPD8T' },
    harvest: 1,
    request: { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
  },
});
