import { auditPage, type ProjectionRunner } from '@bali/projections';
import { EVENT_CATALOGUE } from '@bali/trial';

/** What matters most to whoever looks at the history of the trial. A type that this software does not know has no marks. */
export const MARKED_EVENTS = [
  'RecruitmentTargetAmended',
  'Randomized',
  'Amputated',
  'Died',
  'PatientUnblinded',
  'TrialUnblinded',
  'DataCorrected',
  'EntryAnnulled',
  'Erratum',
  'TextRedacted',
  'DatabaseLocked',
  'DatabaseUnlocked',
].filter((type) => Object.hasOwn(EVENT_CATALOGUE, type));

/** Where the events of a type are in the ledger. */
export interface EventMarks {
  readonly type: string;
  /** From 0, ascending; the first ones where there are very many. */
  readonly positions: readonly number[];
  /** Whether there are more than are named here. */
  readonly more: boolean;
}

/** More marks than a slider can show. */
const MOST_MARKS = 2_000;

/** The marks of a whole history, from its index alone. */
export function eventMarks({ reader }: Pick<ProjectionRunner, 'reader'>): readonly EventMarks[] {
  return MARKED_EVENTS.map((type) => {
    const { positions, next } = auditPage(reader, { type }, { order: 'oldest-first', limit: MOST_MARKS });
    return { type, positions, more: next !== undefined };
  });
}
