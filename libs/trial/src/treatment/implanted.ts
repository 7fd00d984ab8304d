import { details, freeText, instant, moment, optionalText, side } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { Harvested } from './harvested.js';
import { ProductReleased } from './product-released.js';
import { notBefore, onTheDayOfTheHarvest } from './rules.js';

export const Implanted = definePatientEvent('Implanted', {
  schemaVersion: 1,
  about: 'the product was implanted',
  data: {
    implantedAt: instant('end of the implantation'),
    limb: side,
    complications: Type.Optional(freeText('complications of the implantation')),
  },
  happened: 'implantedAt',
  mayGiveAwayArm: false,
  needs: [Randomized, Harvested, ProductReleased],
  whenMissing: { code: 'not-implanted', sentence: 'The product has to be implanted first.' },
  once: { code: 'already-implanted', sentence: () => 'The product was implanted already.' },
  conditions: [],
  rules: [notBefore('ProductReleased'), onTheDayOfTheHarvest],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  signedUnder: [],
  command: { name: 'RecordImplantation', action: 'record-implantation' },
  sentence: ({ limb, implantedAt, complications }, { patient, show }) =>
    `the product was implanted into the ${limb} limb of patient ${patient} on ${moment(implantedAt)}` +
    details(optionalText('complications', complications, show)),
  sample: { implantedAt: '2026-03-10T14:00:00+01:00', limb: 'left' },
});
