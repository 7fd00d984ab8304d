import { number as adverseEventNumber } from '../safety/adverse-event.js';
import { knownAdverseEvent } from '../safety/conditions.js';

/** The adverse event that a treatment is given for, or was changed because of. */
export const adverseEventOf = (description: string) => ({ ...adverseEventNumber, description });

/** What holds of each entry about a concomitant treatment, whether it began or was changed. */
export const OF_A_TREATMENT = {
  mayGiveAwayArm: false,
  whenMissing: undefined,
  once: undefined,
  conditions: [knownAdverseEvent],
  beforeConsent: 'allowed',
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/number'],
  mayBeAnnulled: true,
  signedUnder: [],
} as const;
