import { type CalendarDate } from '@bali/protocol';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { siteOn } from '../transfer/stays.js';
import { hasVersions, versionInForce } from '../trial/versions.js';
import { isWithdrawnFrom } from './consent-in-force.js';
import type { ConsentScope } from './scopes.js';

interface Signed {
  readonly site?: string;
  readonly consentedOn?: CalendarDate;
  readonly renewedOn?: CalendarDate;
  readonly informationVersion: string;
  readonly formNotInForce?: 'yes';
}

/** A new form is no correction of an old one: it is signed anew, on its own day. */
export const formInForce: PatientCondition = {
  says:
    'the version of the form is in force at the site on that day, or it is said with `formNotInForce` that another one was ' +
    'signed; it is not looked at where no versions of the form are recorded for the site',
  field: '/informationVersion',
  refuses: (state, { trial }, signed: Signed) => {
    const day = signed.consentedOn ?? signed.renewedOn ?? '';
    const site = signed.site ?? siteOn(state, day) ?? '';
    if (signed.formNotInForce === 'yes' || !hasVersions(trial, 'consent-form', site)) return undefined;
    const inForce = versionInForce(trial, { document: 'consent-form', site, day });
    if (inForce === signed.informationVersion) return undefined;
    const sentence =
      `The form ${signed.informationVersion} was not in force at ${site} on ${day}` +
      `${inForce === undefined ? '' : `, but ${inForce}`}. A form that was signed later is recorded as a renewed consent; one ` +
      'that was really signed on that day is recorded with formNotInForce: yes.';
    return refusal('form-not-in-force', sentence, '/informationVersion');
  },
};

interface Answers {
  readonly keepingOfCells?: string;
  readonly vitalStatusFromPublicSource?: string;
}

/** Every patient is asked alike. Consents of before these questions were asked have no answer. */
export const everythingAsked: PatientCondition = {
  says: 'the patient has answered whether cells may be kept, and whether the vital status may be learned from a public source',
  refuses: (_, __, { keepingOfCells, vitalStatusFromPublicSource }: Answers) => {
    const missing = keepingOfCells === undefined ? '/keepingOfCells' : '/vitalStatusFromPublicSource';
    if (keepingOfCells !== undefined && vitalStatusFromPublicSource !== undefined) return undefined;
    const sentence =
      'What the patient said in the consent is missing: whether cells may be kept, and whether it may be learned from a public source if the patient is alive.';
    return refusal('consent-answer-missing', sentence, missing);
  },
};

/** Whoever withdrew from the treatment may still withdraw from the follow-up, and the other way round. */
export const somethingToWithdraw: PatientCondition = {
  says: 'consent to one of these parts is not withdrawn already',
  field: '/from',
  refuses: (state, _, { from }: { readonly from?: readonly ConsentScope[] }) =>
    from?.every((scope) => isWithdrawnFrom(state, scope))
      ? refusal('consent-withdrawn', 'The patient has withdrawn from all of this already.', '/from')
      : undefined,
};
