import { HARVEST } from '@bali/protocol';
import { details, freeText, instant, moment, oneOf, optionalText, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { allStruck, type PatientState } from '../patient/chart.js';
import { Randomized } from '../randomization/randomized.js';
import { bloodTubeSaid, consentRenewedForAnotherHarvest, notImplanted } from './conditions.js';
import { latestHarvest, numberOf, ofWhichHarvest } from './harvests.js';
import { notBefore } from './rules.js';

const first = {
  harvestedAt: instant('end of the harvest'),
  volumeMl: whole('volume of bone marrow, mL', HARVEST.plausibleVolumeMl.min, HARVEST.plausibleVolumeMl.max),
  anaesthesia: oneOf('the anaesthesia', ['general', 'regional', 'local']),
  complications: Type.Optional(freeText('complications of the harvest')),
};

export const Harvested = definePatientEvent('Harvested', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: first, upcast: (data: object) => data }],
  about: 'bone marrow was harvested',
  data: {
    number: Type.Optional(whole('which harvest of the patient it is, from 1', 1, 100)),
    ...first,
    bloodTube: Type.Optional(
      oneOf(
        'a tube of 4 mL of peripheral blood, drawn at the beginning of the harvest, labelled and sent with the marrow',
        ['sent', 'missing'],
      ),
    ),
  },
  happened: 'harvestedAt',
  mayGiveAwayArm: false,
  needs: [Randomized],
  whenMissing: { code: 'not-harvested', sentence: 'The bone marrow has to be harvested first.' },
  once: undefined,
  conditions: [notImplanted, consentRenewedForAnotherHarvest, bloodTubeSaid],
  rules: [notBefore('the randomization, or the harvest before')],
  computed: { fields: ['number'], followsItsEntry: false, from: nextNumber },
  afterDeath: 'refused',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/number'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordHarvest', action: 'record-harvest' },
  sentence: ({ number, volumeMl, anaesthesia, harvestedAt, bloodTube, complications }, { patient, show }) =>
    `${volumeMl} mL of bone marrow were harvested from patient ${patient} under ${anaesthesia} anaesthesia ` +
    `on ${moment(harvestedAt)}${details(
      ofWhichHarvest(number),
      bloodTube && `tube of peripheral blood: ${words(bloodTube)}`,
      optionalText('complications', complications, show),
    )}`,
  sample: {
    number: 1,
    harvestedAt: '2026-03-10T09:30:00+01:00',
    volumeMl: 500,
    anaesthesia: 'general',
    bloodTube: 'sent',
  },
});

function nextNumber(_: object, state: PatientState): { readonly number: number } {
  // The number of a harvest that was annulled is given to no other.
  const annulled = allStruck(state, 'Harvested').map(({ data }) => numberOf(data));
  return { number: Math.max(latestHarvest(state), ...annulled) + 1 };
}
