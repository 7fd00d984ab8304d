import { HARVEST } from '@bali/protocol';
import { details, freeText, instant, moment, oneOf, optionalText, whole } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { notBefore } from './rules.js';

export const Harvested = definePatientEvent('Harvested', {
  schemaVersion: 1,
  about: 'bone marrow was harvested',
  data: {
    harvestedAt: instant('end of the harvest'),
    volumeMl: whole('volume of bone marrow, mL', HARVEST.plausibleVolumeMl.min, HARVEST.plausibleVolumeMl.max),
    anaesthesia: oneOf('the anaesthesia', ['general', 'regional', 'local']),
    complications: Type.Optional(freeText('complications of the harvest')),
  },
  happened: 'harvestedAt',
  mayGiveAwayArm: false,
  needs: [Randomized],
  whenMissing: { code: 'not-harvested', sentence: 'The bone marrow has to be harvested first.' },
  once: { code: 'already-harvested', sentence: () => 'The bone marrow was harvested already.' },
  conditions: [],
  rules: [notBefore('Randomized')],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  signedUnder: [],
  command: { name: 'RecordHarvest', action: 'record-harvest' },
  sentence: ({ volumeMl, anaesthesia, harvestedAt, complications }, { patient, show }) =>
    `${volumeMl} mL of bone marrow were harvested from patient ${patient} under ${anaesthesia} anaesthesia ` +
    `on ${moment(harvestedAt)}${details(optionalText('complications', complications, show))}`,
  sample: { harvestedAt: '2026-03-10T09:30:00+01:00', volumeMl: 500, anaesthesia: 'general' },
});
