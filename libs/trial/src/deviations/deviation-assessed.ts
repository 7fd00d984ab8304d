import { details, DEVIATION_KEY_PATTERN, freeText, oneOf, optionalText } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { person } from '../data-queries/query-fields.js';
import { asCriticalAsTheProtocol, beforeTheUnblinding, deviationStands } from './conditions.js';

/** The sponsor says what a deviation means. It may be assessed anew until the trial is unblinded, and the last word counts. */
export const DeviationAssessed = definePatientEvent('DeviationAssessed', {
  schemaVersion: 1,
  about: 'the sponsor assessed a deviation',
  data: {
    deviation: Type.String({ description: 'what names the deviation', pattern: DEVIATION_KEY_PATTERN }),
    severity: oneOf('how severe it is', ['minor', 'major', 'critical']),
    perProtocol: oneOf('whether the patient is excluded from the per-protocol population for it', ['kept', 'excluded']),
    rationale: Type.Optional(freeText('rationale')),
    assessedBy: person('who assessed it'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [deviationStands],
  whenMissing: undefined,
  once: undefined,
  conditions: [beforeTheUnblinding, asCriticalAsTheProtocol],
  rules: [],
  computed: { fields: ['assessedBy'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  notCorrectable: ['/deviation', '/severity', '/perProtocol', '/rationale', '/assessedBy'],
  // The next assessment takes its place.
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AssessDeviation', action: 'assess-deviation' },
  sentence: ({ deviation, severity, perProtocol, rationale }, { patient, show }) =>
    `the sponsor assessed the deviation ${deviation} of patient ${patient} as ${severity}, and the patient is ` +
    `${perProtocol === 'excluded' ? 'excluded from' : 'kept in'} the per-protocol population` +
    details(optionalText('rationale', rationale, show)),
  sample: { deviation: 'visit-out-of-window:M1', severity: 'minor', perProtocol: 'kept', assessedBy: 'u-030' },
});

function from(_: object, __: PatientState, { by }: PatientContext): { readonly assessedBy: string } {
  return { assessedBy: by ?? 'unknown' };
}
