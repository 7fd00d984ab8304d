import { canonicalJson } from '@bali/ledger';
import { all, changedAtRevision, type EntryOfType, type PatientEntry, type PatientState } from '../patient/chart.js';
import { ADJUDICATED, type AdjudicatedType } from './conditions.js';

export type AdjudicationEntry = EntryOfType<'EndpointAdjudicated'>;
export type AdjudicatedEntry = EntryOfType<AdjudicatedType>;

/**
 * How the judgements of an entry stand: nobody has judged it; adjudicators differ, and the committee has not met; nobody can judge it
 * by what is known; or there is a judgement that counts.
 */
export type AdjudicationStanding = 'not-judged' | 'adjudicators-differ' | 'not-assessable' | 'judged';

/** What was judged of an amputation or a death. */
export interface Adjudication {
  readonly of: AdjudicatedEntry;
  readonly standing: AdjudicationStanding;
  /** The last judgement of each adjudicator, and of the committee. */
  readonly judgements: readonly AdjudicationEntry[];
  /** The judgement that the analysis takes, where one counts. */
  readonly counts?: AdjudicationEntry;
  /** Whether the site has corrected the entry since it was judged last. */
  readonly isOutdated: boolean;
}

/** Each amputation and death that stands, with what was judged of it. */
export function adjudicationsOf(state: PatientState): readonly Adjudication[] {
  const judged = Map.groupBy(all(state, 'EndpointAdjudicated'), ({ data }) => data.entry);
  return state.entries.filter(isAdjudicated).map((of) => adjudicationOf(of, judged.get(of.id) ?? []));
}

function isAdjudicated(entry: PatientEntry): entry is AdjudicatedEntry {
  return Object.hasOwn(ADJUDICATED, entry.type);
}

function adjudicationOf(of: AdjudicatedEntry, entries: readonly AdjudicationEntry[]): Adjudication {
  const byWhom = Map.groupBy(entries, ({ data: { inNameOf, adjudicatedBy } }) =>
    inNameOf === 'committee' ? 'committee' : `one ${adjudicatedBy}`,
  );
  const judgements = [...byWhom.values()].flatMap((own) => own.at(-1) ?? []);
  const lastRevision = Math.max(-1, ...entries.map(({ revision }) => revision));
  const isOutdated = entries.length > 0 && changedAtRevision(of) > lastRevision;
  const counts = countingOf(judgements);
  return { of, judgements, isOutdated, standing: standingOf(judgements, counts), ...(counts && { counts }) };
}

/** The committee's judgement, if it has met; else that of the adjudicators who could judge, as long as all of them agree. */
function countingOf(judgements: readonly AdjudicationEntry[]): AdjudicationEntry | undefined {
  const committee = judgements.find(({ data }) => data.inNameOf === 'committee');
  const [first, ...others] =
    committee === undefined ? judgements.filter(isAssessable) : [committee].filter(isAssessable);
  return first !== undefined && others.every((other) => foundOf(other) === foundOf(first)) ? first : undefined;
}

function isAssessable({ data }: AdjudicationEntry): boolean {
  return data.verdict !== 'not-assessable';
}

/** What was found, without who found it and why. */
function foundOf({ data: { verdict, side, level, performedOn, diedOn, cause } }: AdjudicationEntry): string {
  const found = Object.entries({ verdict, side, level, performedOn, diedOn, cause });
  return canonicalJson(Object.fromEntries(found.filter(([, value]) => value !== undefined)));
}

function standingOf(
  judgements: readonly AdjudicationEntry[],
  counts: AdjudicationEntry | undefined,
): AdjudicationStanding {
  if (judgements.length === 0) return 'not-judged';
  if (counts !== undefined) return 'judged';
  const committee = judgements.some(({ data }) => data.inNameOf === 'committee');
  return !committee && judgements.some(isAssessable) ? 'adjudicators-differ' : 'not-assessable';
}

/** What the site recorded otherwise than it was judged, field by field; empty: both agree, or no judgement counts. */
export function disagreements({ of, counts }: Adjudication): readonly Disagreement[] {
  if (counts === undefined) return [];
  const judged: Readonly<Record<string, unknown>> = counts.data;
  if (counts.data.verdict === 'did-not-happen')
    return [{ field: 'verdict', site: 'happened', judged: 'did-not-happen' }];
  const recorded: Readonly<Record<string, unknown>> = of.data;
  return ADJUDICATED[of.type]
    .filter((field) => recorded[field] !== judged[field])
    .map((field) => ({ field, site: String(recorded[field]), judged: String(judged[field]) }));
}

/** One value that the site and the adjudicators see differently. */
interface Disagreement {
  readonly field: string;
  readonly site: string;
  readonly judged: string;
}

/**
 * The record as the analysis takes it: an amputation or a death with what was judged of it, where a judgement counts; as the site
 * recorded it, where none does.
 * @param only the ids of the entries that are taken so. Default: all.
 */
export function adjudicatedRecord(state: PatientState, only?: ReadonlySet<string>): PatientState {
  const counting = adjudicationsOf(state).filter(
    ({ counts, of }) => counts !== undefined && (only === undefined || only.has(of.id)),
  );
  if (counting.length === 0) return state;
  const judged = new Map(counting.map(({ of, counts }) => [of.id, counts]));
  return { ...state, entries: state.entries.flatMap((entry) => asJudged(entry, judged.get(entry.id))) };
}

function asJudged(entry: PatientEntry, judgement: AdjudicationEntry | undefined): readonly PatientEntry[] {
  if (judgement === undefined) return [entry];
  const { verdict, side, level, performedOn, diedOn, cause } = judgement.data;
  if (verdict === 'did-not-happen') return [];
  if (entry.type === 'Amputated' && side !== undefined && level !== undefined && performedOn !== undefined) {
    return [{ ...entry, data: { ...entry.data, side, level, performedOn } }];
  }
  if (entry.type === 'Died' && diedOn !== undefined && cause !== undefined) {
    return [{ ...entry, data: { ...entry.data, diedOn, cause } }];
  }
  return [entry];
}

/** The judgement that an entry is taken with, if one counts: a result follows from it as well. */
export function judgementOf(state: PatientState, entry: string): string | undefined {
  return adjudicationsOf(state).find(({ of }) => of.id === entry)?.counts?.id;
}
