import type { CalendarDate } from '@bali/protocol';
import { calendarDate, details, freeText, optionalText, siteCode } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { siteOf, wasOpenOn } from '../trial/trial-state.js';
import { siteOn, staysOf } from './stays.js';

interface Transfer {
  readonly transferredOn: CalendarDate;
  readonly fromSite: string;
  readonly toSite: string;
}

const toAnOpenSite: PatientCondition = {
  says: 'the new site is open on that day',
  field: '/toSite',
  refuses: (_, { trial }, { toSite, transferredOn }: Transfer) => {
    const site = siteOf(trial, toSite);
    if (site === undefined) return refusal('site-unknown', `${toSite} is no site of this trial.`, '/toSite');
    if (wasOpenOn(site, transferredOn)) return undefined;
    return refusal('site-not-open', `The site ${toSite} is not open on ${transferredOn}.`, '/toSite');
  },
};

/** Transfers are in the order of their days, so that each begins where the one before ended. */
const afterTheTransferBefore: PatientCondition = {
  says: 'the patient was not transferred on that day or later already',
  refuses: (state, _, { transferredOn }: Transfer) => {
    const from = staysOf(state).at(-1)?.from ?? '';
    if (transferredOn > from) return undefined;
    const sentence = `The patient was transferred on ${from} already: correct what is wrong in that.`;
    return refusal('out-of-order', sentence, '/transferredOn');
  },
};

const toAnotherSite: Rule = {
  says: 'It is to another site than the one where the patient was.',
  refuses: ({ fromSite, toSite }: Transfer) =>
    fromSite === toSite ? refusal('already-at-site', `The patient is at ${toSite} already.`, '/toSite') : undefined,
};

/**
 * The patient goes on at another site. The code stays, and so do the stratum of the randomization and what the old site was
 * given of the record; from that day on the site and its time zone are those of the new one.
 */
export const PatientTransferred = definePatientEvent('PatientTransferred', {
  schemaVersion: 1,
  about: 'the patient was transferred to another site',
  data: {
    transferredOn: calendarDate('the first day at the new site'),
    fromSite: siteCode,
    toSite: siteCode,
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'transferredOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [toAnOpenSite, afterTheTransferBefore],
  rules: [toAnotherSite],
  computed: { fields: ['fromSite'], followsItsEntry: false, from: whereThePatientWas },
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  // A site that was closed hands its patients over.
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/fromSite'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'TransferPatient', action: 'transfer-patient' },
  sentence: ({ transferredOn, fromSite, toSite, comment }, { patient, show }) =>
    `patient ${patient} was transferred from ${fromSite} to ${toSite} on ${transferredOn}` +
    details(optionalText('comment', comment, show)),
  sample: { transferredOn: '2026-05-04', fromSite: 'REI', toSite: 'STR' },
});

/** Stands for the site of a patient who is then refused for not being there. */
const NOWHERE = 'NIL';

function whereThePatientWas(
  { transferredOn }: Pick<Transfer, 'transferredOn'>,
  state: PatientState,
): { readonly fromSite: string } {
  return { fromSite: siteOn(state, transferredOn) ?? NOWHERE };
}
