import { details, freeText, line, oneOf, optionalText } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { number, relatedTo, relationInWords } from './adverse-event.js';
import { expectedIsListed, judgedByInvestigator, neverDowngraded } from './case-conditions.js';
import { adverseEventReported } from './conditions.js';
import { referenceInformationOn } from './reference-information.js';
import { safetyCaseOf } from './safety-case.js';

/**
 * The sponsor's opinion of a serious adverse event, beside the investigator's. It is judged as if cells had been given, whatever was,
 * by somebody who knows no arm.
 */
export const AdverseEventAssessed = definePatientEvent('AdverseEventAssessed', {
  schemaVersion: 1,
  about: 'the sponsor assessed a serious adverse event',
  data: {
    number,
    relatedTo: { ...relatedTo, description: 'what it may be due to, in the judgement of the sponsor' },
    expectedness: oneOf('whether it is expected, as if cells had been given', ['expected', 'unexpected']),
    reaction: Type.Optional(line('the reaction of the reference safety information that it is, where it is expected')),
    referenceVersion: Type.Optional(
      line('the version of the reference safety information that was in force when it began; absent: none was'),
    ),
    comment: Type.Optional(freeText('comment')),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [adverseEventReported],
  whenMissing: undefined,
  once: undefined,
  conditions: [judgedByInvestigator, neverDowngraded, expectedIsListed],
  rules: [],
  computed: { fields: ['referenceVersion'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  // Safety does not end with the lock.
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  // A new assessment takes its place, and both are kept.
  notCorrectable: ['/number', '/relatedTo', '/expectedness', '/reaction', '/referenceVersion', '/comment'],
  mayBeAnnulled: false,
  // Records that were made before it had to be signed stand without a signature.
  signedUnder: [{ signature: 'sponsor-assessment' }],
  command: { name: 'AssessAdverseEvent', action: 'assess-adverse-event' },
  sentence: (data, { patient, show }) =>
    `the sponsor assessed adverse event ${data.number} of patient ${patient}: ${relationInWords(data.relatedTo)}, ` +
    data.expectedness +
    details(
      data.reaction,
      data.referenceVersion === undefined
        ? 'no reference safety information was in force'
        : `by version ${data.referenceVersion} of the reference safety information`,
      optionalText('comment', data.comment, show),
    ),
  sample: { number: 1, relatedTo: 'harvest', expectedness: 'unexpected', referenceVersion: '1.0' },
});

function from(
  asked: { readonly number: number },
  state: PatientState,
  { trial }: PatientContext,
): { readonly referenceVersion?: string } {
  const began = safetyCaseOf(state, asked.number)?.report.data.startedOn;
  const inForce = began === undefined ? undefined : referenceInformationOn(trial, began);
  return inForce === undefined ? {} : { referenceVersion: inForce.version };
}
