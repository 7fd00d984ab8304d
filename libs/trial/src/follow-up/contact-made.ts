import { calendarDate, details, freeText, listed, oneOf, optionalText, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent, type PatientCondition } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { refusedAsPlanned } from '../unblinding/planned.js';
import { notTheSame } from './conditions.js';
import { deathAgrees, namesTheAmputation, noneOnRecord } from './contact-rules.js';
import { LIMBS, STATUS_FIELDS, statusInWords } from './contact-status.js';
import { foundInWords, LIMB_FIELD_NAMES, LIMB_FIELDS, plausibleIndex } from './limb-fields.js';
import { notBeforeRandomization } from './rules.js';

const WAYS = ['visit', 'visit-at-home', 'telephone', 'video', 'letter-or-message', 'records'] as const;

/** That there was a contact needs no judgement; what is found in a limb does. */
const foundByWhoIsBlinded: PatientCondition = {
  says: 'nothing was found in a limb by somebody who was told the arm of any patient as planned',
  refuses: (_, context, data: Readonly<Record<string, unknown>>) =>
    LIMB_FIELD_NAMES.some((name) => data[name] !== undefined) ? refusedAsPlanned(context) : undefined,
};

/** A visit that the schedule did not ask for, a telephone call, or any other way in which the site heard of a patient. */
export const ContactMade = definePatientEvent('ContactMade', {
  schemaVersion: 1,
  about: 'the site was in contact with the patient, or with somebody who knows the patient, outside of the schedule',
  data: {
    contactedOn: calendarDate('when it was'),
    way: oneOf('how it was', WAYS),
    ...STATUS_FIELDS,
    ...LIMB_FIELDS,
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'contactedOn',
  mayGiveAwayArm: false,
  needs: [Randomized],
  whenMissing: undefined,
  once: undefined,
  conditions: [
    notTheSame('ContactMade'),
    ...LIMBS.map((limb) => noneOnRecord(limb, ({ contactedOn }: { readonly contactedOn: string }) => contactedOn)),
    foundByWhoIsBlinded,
  ],
  rules: [deathAgrees, namesTheAmputation, notBeforeRandomization, plausibleIndex],
  computed: undefined,
  // A relative may say that the patient has died.
  afterDeath: 'allowed',
  afterWithdrawal: 'refused',
  // How a patient is can be asked by telephone when the site is closed.
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: { judged: Object.fromEntries(LIMB_FIELD_NAMES.map((name) => [name, undefined])) },
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordContact', action: 'record-contact' },
  sentence: (data, { patient, show }) =>
    `the site was in contact about patient ${patient} on ${data.contactedOn} (${words(data.way)}), outside of the ` +
    `schedule: ${listed([...statusInWords(data).slice(0, 1), ...foundInWords(data)])}` +
    details(...statusInWords(data).slice(1), optionalText('comment', data.comment, show)),
  sample: {
    contactedOn: '2026-04-28',
    way: 'telephone',
    vitalStatus: 'alive',
    limbs: { left: { amputated: 'no' }, right: { amputated: 'not-known' } },
    informant: 'patient',
  },
});
