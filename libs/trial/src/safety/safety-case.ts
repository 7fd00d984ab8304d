import type { Instant } from '@bali/protocol';
import { all, allStruck, type EntryOfType, type PatientState } from '../patient/chart.js';
import { isJudgement } from './adverse-events-of.js';
import { isSerious } from './seriousness.js';

type Report = EntryOfType<'AdverseEventReported'>;
type News = EntryOfType<'AdverseEventFollowedUp'>;
export type Assessment = EntryOfType<'AdverseEventAssessed'>;

/** What is known of an adverse event since one moment. */
export interface Known {
  readonly at: Instant;
  /** The entry from which it is known. */
  readonly entry: string;
  /** When anybody at the site first knew it, where it comes from the site and the site has said so. */
  readonly awareAt?: Instant;
  /** Whether it is serious, by what the site knows. */
  readonly isSerious: boolean;
  /** Whether it led to death, or was life-threatening. */
  readonly isFatalOrLifeThreatening: boolean;
  /** What the investigator suspects, where a signed judgement says so. */
  readonly suspected?: string;
  /** What the sponsor suspects. */
  readonly suspectedBySponsor?: string;
  /** As the sponsor judged it; absent: not judged yet. */
  readonly expectedness?: Assessment['data']['expectedness'];
}

/** An adverse event with everything that its clocks depend on. */
export interface SafetyCase {
  readonly number: number;
  readonly report: Report;
  /** Each moment at which something of it became known, in their order. */
  readonly history: readonly Known[];
  /** The sponsor's last assessment; earlier ones stay in the history. */
  readonly assessment?: Assessment;
  readonly handedOver?: EntryOfType<'HandedToUnblindedSafety'>;
  readonly closed?: EntryOfType<'CaseClosed'>;
  /** When the report was annulled, if it was: the clocks that ran stay. */
  readonly annulledAt?: Instant;
}

const GRAVE: readonly string[] = ['death', 'life-threatening'];

/** Severity and causality count once an investigator has signed them: those of what is serious stand under a signature. */
function signedJudgement({ data }: Report | News): string | undefined {
  return isSerious(data.seriousness) && isJudgement(data) ? data.relatedTo : undefined;
}

/** Every case of a patient, those that were annulled included, in the order of their numbers. */
export function safetyCasesOf(state: PatientState): readonly SafetyCase[] {
  const standing = all(state, 'AdverseEventReported').map((report) => caseOf(report, state));
  const struck = allStruck(state, 'AdverseEventReported').map((report) => ({
    ...caseOf(report, state),
    annulledAt: report.annulled.recordedAt,
  }));
  return [...standing, ...struck].toSorted((one, other) => one.number - other.number);
}

export function safetyCaseOf(state: PatientState, number: number): SafetyCase | undefined {
  return safetyCasesOf(state).find((one) => one.number === number && one.annulledAt === undefined);
}

function caseOf(report: Report, state: PatientState): SafetyCase {
  const { number } = report.data;
  const ofThis = <Entry extends { readonly data: { readonly number: number } }>(entries: readonly Entry[]) =>
    entries.filter(({ data }) => data.number === number);
  const news = ofThis([...all(state, 'AdverseEventFollowedUp'), ...allStruck(state, 'AdverseEventFollowedUp')]);
  const assessments = ofThis(all(state, 'AdverseEventAssessed'));
  const assessment = assessments.at(-1);
  const handedOver = ofThis(all(state, 'HandedToUnblindedSafety')).at(-1);
  const closed = ofThis(all(state, 'CaseClosed')).at(-1);
  return {
    ...{ number, report, history: historyOf([report, ...news, ...assessments]) },
    ...(assessment && { assessment }),
    ...(handedOver && { handedOver }),
    ...(closed && { closed }),
  };
}

const NOTHING = { isSerious: false, isFatalOrLifeThreatening: false } as const;

function historyOf(entries: readonly (Report | News | Assessment)[]): readonly Known[] {
  const history: Known[] = [];
  for (const entry of entries.toSorted((one, other) => one.revision - other.revision)) {
    const { recordedAt: at, id } = entry;
    const { awareAt: _, ...before }: Omit<Known, 'at' | 'entry'> = history.at(-1) ?? NOTHING;
    history.push({ ...before, ...toldBy(entry), at, entry: id });
  }
  return history;
}

function toldBy(entry: Report | News | Assessment): Partial<Known> {
  if (entry.type === 'AdverseEventAssessed') {
    const { relatedTo, expectedness } = entry.data;
    return { suspectedBySponsor: relatedTo, expectedness };
  }
  const { seriousness, outcome, awareAt } = entry.data;
  const suspected = signedJudgement(entry);
  return {
    isSerious: isSerious(seriousness),
    isFatalOrLifeThreatening: outcome === 'fatal' || seriousness.some((criterion) => GRAVE.includes(criterion)),
    ...(suspected === undefined ? {} : { suspected }),
    ...(awareAt === undefined ? {} : { awareAt }),
  };
}

/** Whether somebody suspects that what the trial did led to it: the investigator, in a signed judgement, or the sponsor. */
export function isSuspected({ suspected = 'not-related', suspectedBySponsor = 'not-related' }: Known): boolean {
  return suspected !== 'not-related' || suspectedBySponsor !== 'not-related';
}
