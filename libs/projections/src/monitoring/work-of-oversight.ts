import { plusDays } from '@bali/protocol';
import { isFreeTextAt, listed, words } from '@bali/schema';
import {
  dayAt,
  deviationsOf,
  namedEntry,
  openRequests,
  patientEventOf,
  queriesOf,
  verificationCounts,
} from '@bali/trial';
import type { WorkFinder } from './work-items.js';

/** An answer that waits longer than this is overdue. */
const CLOSED_WITHIN_DAYS = 14;
/** Those who judge the answers to what the software asked. */
const FOR_THE_SOFTWARE: readonly string[] = ['monitor', 'data-manager'];

export const queriesToClose: WorkFinder = (state, { zones, today, role }) =>
  queriesOf(state)
    .filter(({ status, isAboutAnnulled }) => status === 'answered' || (status === 'open' && isAboutAnnulled))
    .filter(
      ({ raisedByRole }) => raisedByRole === role || (raisedByRole === 'system' && FOR_THE_SOFTWARE.includes(role)),
    )
    .map(({ number, since, entry, isAboutAnnulled }) => {
      const from = dayAt(since, zones);
      const dueOn = plusDays(from, CLOSED_WITHIN_DAYS);
      return {
        standing: today > dueOn ? 'overdue' : 'due',
        why: isAboutAnnulled
          ? `Query ${number} is about an entry that is annulled.`
          : `The site has answered query ${number}.`,
        ...{ number, from, dueOn, ...(entry === undefined ? {} : { entry }) },
      };
    });

export const sourceDataToVerify: WorkFinder = (state) => {
  const { fields, verified, broken } = verificationCounts(state);
  const values = fields - verified - broken;
  if (values <= 0) return [];
  return [{ standing: 'due', why: `${values} of ${fields} values are not compared with their source yet.`, values }];
};

export const brokenVerifications: WorkFinder = (state) => {
  const { broken } = verificationCounts(state);
  if (broken === 0) return [];
  return [{ standing: 'due', why: `${broken} values were changed after they were verified.`, values: broken }];
};

/** What leaves the site after a week, if nobody has read it before. Questions, answers and reasons are read at once. */
const READ_WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;
const READ_AT_ONCE: readonly string[] = ['question', 'answer'];

export const textsToRelease: WorkFinder = (state, { now, zones, readTexts }) =>
  state.entries.flatMap(({ id, type, data, recordedAt }) => {
    const definition = patientEventOf(type);
    const isOld = Date.parse(now) - Date.parse(recordedAt) >= READ_WITHIN_DAYS * DAY_MS;
    if (definition === undefined || definition.mayGiveAwayArm || isOld) return [];
    const from = dayAt(recordedAt, zones);
    return Object.entries(data).flatMap(([name, value]) => {
      const isText = isFreeTextAt(definition.data, `/${name}`) && !READ_AT_ONCE.includes(name);
      if (!isText || typeof value !== 'string' || readTexts.has(value)) return [];
      const why = `A text of the site waits for somebody to read it (${words(type)}, ${name}).`;
      const dueOn = plusDays(from, READ_WITHIN_DAYS);
      return [{ standing: 'due' as const, why, entry: id, field: `/data/${name}`, from, dueOn }];
    });
  });

export const annulmentsToConfirm: WorkFinder = (state, { zones }) =>
  openRequests(state).map(({ id, recordedAt, data }) => ({
    standing: 'due',
    why: `An investigator asked for the annulment of ${listed(data.types.map((type) => namedEntry({ type })))}.`,
    ...{ entry: id, from: dayAt(recordedAt, zones) },
  }));

export const deviationsToAssess: WorkFinder = (state, { trial, now }) =>
  deviationsOf(state, trial, now)
    .filter(({ assessment }) => assessment === undefined)
    .map(({ key, says, on, visit }) => ({
      standing: 'due',
      why: `${says.charAt(0).toUpperCase()}${says.slice(1)} (${on}).`,
      ...{ deviation: key, ...(visit === undefined ? {} : { visit }) },
    }));
