import { line, oneOf } from '@bali/schema';
import { reasonGiven } from '../condition.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { endpointCompleteIfPlanned } from './conditions.js';

export const UNBLINDING_KINDS = ['emergency', 'planned'] as const;
export type UnblindingKind = (typeof UNBLINDING_KINDS)[number];

const isOfKind =
  (wanted: UnblindingKind) =>
  ({ kind }: { readonly kind?: unknown }) =>
    kind === wanted;

/**
 * That somebody was told a patient's arm, and never which. In an emergency nothing stands in the way but that it says why:
 * no lock, no closed site, no end of participation. As planned, only when nothing can be assessed any more that the
 * knowledge could bias.
 */
export const PatientUnblinded = definePatientEvent('PatientUnblinded', {
  schemaVersion: 1,
  about: "the patient's arm was disclosed to one person",
  data: { kind: oneOf('why it was possible', UNBLINDING_KINDS), shownTo: line('user id of that person') },
  happened: undefined,
  mayGiveAwayArm: true,
  needs: [Randomized],
  whenMissing: undefined,
  once: undefined,
  conditions: [reasonGiven('An unblinding'), endpointCompleteIfPlanned],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/kind', '/shownTo'],
  mayBeAnnulled: false,
  signedUnder: [
    { signature: 'emergency-unblinding', onlyIf: isOfKind('emergency') },
    { signature: 'planned-unblinding', onlyIf: isOfKind('planned'), action: 'unblind-as-planned' },
  ],
  command: { name: 'UnblindPatient', action: 'unblind-in-emergency' },
  sentence: ({ shownTo, kind }, { patient }) =>
    `the arm of patient ${patient} was disclosed to ${shownTo}, and to nobody else (${kind} unblinding)`,
  sample: { kind: 'emergency', shownTo: 'u-017' },
});
