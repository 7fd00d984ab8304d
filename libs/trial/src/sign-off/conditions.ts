import { isAfterTheLock, refusedByLock } from '../lock/after-lock.js';
import { has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { type PatientStatus, statusOf } from '../patient/status.js';
import { refusal } from '../refusal.js';
import { knowsArm } from '../unblinding/knowledge.js';
import { adverseEventsOf } from '../safety/adverse-events-of.js';
import { lacksFatalEvent } from '../safety/death-rules.js';

const ENDED: readonly PatientStatus[] = ['completed', 'lost-to-follow-up', 'withdrawn', 'died'];

/** The ways in which the participation of a randomized patient ends: somebody can always record one of them truthfully. */
export const WAYS_TO_END = 'the completion, the loss to follow-up, the withdrawal from the follow-up, or the death';

/** Whether the participation of a patient who stands so has ended. */
export function hasEnded(status: PatientStatus): boolean {
  return ENDED.includes(status);
}

export const nothingLocked: PatientCondition = {
  says: 'the database is not locked, or something of the patient was recorded after its lock',
  refuses: ({ entries, struck = [] }, { trial }) =>
    [...entries, ...struck].some((entry) => isAfterTheLock(entry, trial)) ? undefined : refusedByLock(trial),
};

export const participationEnded: PatientCondition = {
  says:
    'the patient was not randomized, takes part under another code, or the participation has ended: by completion, loss to ' +
    'follow-up, withdrawal or death',
  refuses: (state) =>
    // Of somebody who was never randomized, or whose randomization does not count, nothing is due.
    !has(state, 'Randomized') || has(state, 'SamePerson') || hasEnded(statusOf(state))
      ? undefined
      : refusal(
          'participation-not-ended',
          `The participation of the patient has not ended: record ${WAYS_TO_END} first.`,
        ),
};

/** What the software could not ask of older records, the investigator who signs is asked for. */
export const deathHasItsAdverseEvent: PatientCondition = {
  says: 'the death, if there was one before a withdrawal from the follow-up, is the outcome of an adverse event',
  refuses: (state) =>
    lacksFatalEvent(state)
      ? refusal(
          'death-without-fatal-outcome',
          'The death is not the outcome of an adverse event yet: report the one that the patient died of, or news of one that is ' +
            'reported, with a fatal outcome.',
        )
      : undefined,
};

/** Whoever knows the patient's arm judges nothing any more, and signs off what is there. */
export const adverseEventsJudged: PatientCondition = {
  says: 'severity and relation of each adverse event are judged, unless whoever signs was told the arm',
  refuses: (state, given) => {
    const open = adverseEventsOf(state).filter(({ isJudged }) => !isJudged);
    if (open.length === 0 || knowsArm(state, given)) return undefined;
    const numbers = open.map(({ report }) => report.data.number).join(', ');
    return refusal(
      'adverse-event-not-judged',
      `Severity and relation are not judged yet of adverse event ${numbers}: an investigator adds them as news of it.`,
    );
  },
};

export const notSignedOffAlready: PatientCondition = {
  says: 'the record as it stands is not signed off already',
  refuses: (_, { signOff }) =>
    signOff && refusal('already-signed-off', 'The record as it stands is signed off already.'),
};
