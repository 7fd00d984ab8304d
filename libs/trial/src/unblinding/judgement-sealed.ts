import { details, oneOf, uuid, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { namedAdverseEvent, namedEntry, toldTheArm } from './judgement-conditions.js';

/** What somebody judges who was told the arm, besides the impact of the unblinding itself, which has an event of its own. */
export const JUDGEMENTS = [
  'adverse-event',
  'findings',
  'cause-of-death',
  'correction',
  'deviation',
  'adjudication',
  'other',
] as const;
export type JudgementKind = (typeof JUDGEMENTS)[number];

/**
 * That whoever was told a patient's arm has judged something of the patient, and never how: that is sealed until the trial is
 * unblinded, and then stands beside what somebody blinded has judged. Nobody's record is changed by it.
 */
export const JudgementSealed = definePatientEvent('JudgementSealed', {
  schemaVersion: 1,
  about: 'somebody who was told the arm of the patient judged something; it is sealed until the trial is unblinded',
  data: {
    of: oneOf('what was judged', JUDGEMENTS),
    adverseEvent: Type.Optional(whole('the number of the adverse event that was judged', 1, 10_000)),
    correctedEvent: Type.Optional(uuid('the entry of which a value was judged to be wrong')),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  needs: [Randomized, toldTheArm],
  whenMissing: undefined,
  once: undefined,
  conditions: [namedAdverseEvent, namedEntry],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/of', '/adverseEvent', '/correctedEvent'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'sealed-judgement' }],
  command: { name: 'SealJudgement', action: 'seal-judgement' },
  sentence: ({ of, adverseEvent, correctedEvent }, { patient }) =>
    `something of patient ${patient} was judged by the person, who had been told the arm (${words(of)}), and is sealed until the ` +
    `trial is unblinded${details(
      adverseEvent === undefined ? undefined : `adverse event ${adverseEvent}`,
      correctedEvent === undefined ? undefined : `entry ${correctedEvent}`,
    )}`,
  sample: { of: 'adverse-event', adverseEvent: 1 },
});
