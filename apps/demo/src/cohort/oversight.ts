import { dateAt, plusDays, type Site } from '@bali/protocol';
import type { Draft, Hand } from './draft.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';

const A_DAY_MINUTES = 24 * 60;
/** After what is put right in the days after the first visit, and before the second one. */
const DAYS_AFTER_THE_VISIT = 14;

/**
 * What those who oversee the data do after a patient's first visit: a monitor compares the visit with its source and asks about the
 * harvest; a data manager reports a deviation, which the sponsor assesses.
 * @param course of a patient who is followed up; without a first visit, nothing of it happens.
 */
export function oversightDrafts({ timeZone }: Site, course: readonly Draft[]): readonly Draft[] {
  const visit = course.find(({ name }) => name === 'visit-M1');
  const harvest = course.find(({ path }) => path === 'harvest');
  if (visit === undefined || harvest === undefined) return [];
  const day = workingDay(plusDays(dateAt(visit.at, timeZone), DAYS_AFTER_THE_VISIT));
  const at = serverTime(momentAt(day, 9 * 60, timeZone));
  const step = (name: string, minutes: number, by: Hand, path: string, body: object): Draft => ({
    ...{ name, at: plusMinutes(at, minutes), by, path, body },
  });
  const answer = (name: string, minutes: number, words: string) =>
    step(name, minutes, 'study-coordinator', 'queries/1/answers', { outcome: 'explained', answer: words });
  return [
    step('verification-of-M1', 0, 'monitor', 'source-data-verifications', { verdict: 'agrees', visit: 'M1' }),
    {
      ...step('query', 30, 'monitor', 'queries', {
        field: '/volumeMl',
        question: 'the protocol of the anaesthesia names another volume: which one is right?',
      }),
      about: { entry: harvest.name },
    },
    answer('answer', A_DAY_MINUTES, 'the anaesthesia has rounded it'),
    step('closure-of-the-query', A_DAY_MINUTES + 60, 'monitor', 'queries/1/closure', {}),
    step('query-again', A_DAY_MINUTES + 90, 'monitor', 'queries/1/reopening', { reason: 'who has measured it?' }),
    answer('answer-again', 2 * A_DAY_MINUTES, 'it was weighed in the operating theatre'),
    step('closure-for-good', 2 * A_DAY_MINUTES + 60, 'monitor', 'queries/1/closure', {}),
    step('reported-deviation', 2 * A_DAY_MINUTES + 120, 'data-manager', 'deviations', {
      kind: 'procedure',
      occurredOn: dateAt(harvest.at, timeZone),
      description: 'the volume of the harvest was rounded in the protocol of the anaesthesia',
    }),
    step('assessment-of-the-deviation', 3 * A_DAY_MINUTES, 'sponsor-coordinator', 'deviation-assessments', {
      ...{ deviation: 'reported:1', severity: 'minor', perProtocol: 'kept' },
      rationale: 'nothing that was done to the patient differs',
    }),
  ];
}
