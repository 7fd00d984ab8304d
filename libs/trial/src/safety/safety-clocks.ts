import { type CalendarDate, dateAt, endOf, type Instant, plusDays, TRIAL } from '@bali/protocol';
import { isSuspected, type Known, type SafetyCase } from './safety-case.js';

/** What a clock runs for. */
export const SAFETY_CLOCKS = [
  'site-to-sponsor',
  'seven-days',
  'eight-more-days',
  'fifteen-days',
  'follow-up',
  'nullification',
] as const;
export type SafetyClockKind = (typeof SAFETY_CLOCKS)[number];

export interface SafetyClock {
  readonly clock: SafetyClockKind;
  /** The entry with which it began. */
  readonly entry: string;
  /** Day 0, in the sponsor's zone: when the sponsor first knew what the clock runs for. */
  readonly dayZero: CalendarDate;
  readonly dueAt: Instant;
  /** The last day, in the sponsor's zone. */
  readonly dueOn: CalendarDate;
  /** When it was met, where the trial ledger can say so. */
  readonly metAt?: Instant;
  /** Whether the expectedness was not judged yet: until it is, the clock runs as if the event were unexpected. */
  readonly isPresumed?: true;
}

export const SITE_HOURS = 24;
export const GRAVE_DAYS = 7;
export const MORE_DAYS = 8;
export const OTHER_DAYS = 15;
const ZONE = TRIAL.timeZone;

/** Whether the case has to be reported at once, by what is known then; as long as nobody judged the expectedness, it is unexpected. */
function isReportable(known: Known): boolean {
  return known.isSerious && isSuspected(known) && known.expectedness !== 'expected';
}

/** Whether the site's clocks and the sponsor's say that the case is one that is reported at once. */
export function isCaseReportable({ history }: SafetyCase): boolean {
  return history.some(isReportable);
}

/**
 * The clocks of a case, from the trial ledger alone. Days are calendar days, week-ends count, and each ends with the end of its last
 * day in the sponsor's zone. News that makes a case reportable, or grave, starts its clock at that news. A later judgement that it
 * was expected stops none: what ran, ran.
 */
export function safetyClocksOf(safetyCase: SafetyCase): readonly SafetyClock[] {
  const clocks = [...siteClocks(safetyCase), ...reportClocks(safetyCase.history)];
  const { annulledAt, report } = safetyCase;
  if (annulledAt === undefined || !isCaseReportable(safetyCase)) return clocks;
  return [...clocks, clockOf('nullification', { at: annulledAt, entry: report.id }, OTHER_DAYS)];
}

/** The last day of the longest clock of the sponsor; `undefined`: none runs. */
export function lastDayOf(safetyCase: SafetyCase): CalendarDate | undefined {
  const days = safetyClocksOf(safetyCase).filter(({ clock }) => clock !== 'site-to-sponsor');
  return days
    .map(({ dueOn }) => dueOn)
    .toSorted()
    .at(-1);
}

/** From when anybody at the site first knew that it was serious, until the sponsor could read it. */
function siteClocks({ history }: SafetyCase): readonly SafetyClock[] {
  const serious = history.find((known) => known.isSerious);
  if (serious === undefined) return [];
  const began = serious.awareAt ?? serious.at;
  const dueAt = new Date(Date.parse(began) + SITE_HOURS * 3_600_000).toISOString();
  const days = { dayZero: dateAt(began, ZONE), dueOn: dateAt(dueAt, ZONE) };
  return [{ clock: 'site-to-sponsor', entry: serious.entry, ...days, dueAt, metAt: serious.at }];
}

function reportClocks(history: readonly Known[]): readonly SafetyClock[] {
  const clocks: SafetyClock[] = [];
  let before: Known | undefined;
  for (const known of history) {
    clocks.push(...startedBy(known, before));
    before = known;
  }
  return clocks;
}

/** The clocks that one piece of news starts. */
function startedBy(known: Known, before: Known | undefined): readonly SafetyClock[] {
  if (!isReportable(known)) return [];
  const presumed = known.expectedness === undefined ? ({ isPresumed: true } as const) : {};
  const wasReportable = before !== undefined && isReportable(before);
  const wasGrave = wasReportable && before.isFatalOrLifeThreatening;
  if (known.isFatalOrLifeThreatening && !wasGrave) {
    const more = clockOf('eight-more-days', known, GRAVE_DAYS + MORE_DAYS);
    return [
      { ...clockOf('seven-days', known, GRAVE_DAYS), ...presumed },
      { ...more, ...presumed },
    ];
  }
  if (!wasReportable) return [{ ...clockOf('fifteen-days', known, OTHER_DAYS), ...presumed }];
  // What the sponsor thinks of it is no news of the site.
  const isNews = known.suspectedBySponsor === before.suspectedBySponsor && known.expectedness === before.expectedness;
  return isNews ? [{ ...clockOf('follow-up', known, OTHER_DAYS), ...presumed }] : [];
}

function clockOf(clock: SafetyClockKind, { at, entry }: Pick<Known, 'at' | 'entry'>, days: number): SafetyClock {
  const dayZero = dateAt(at, ZONE);
  const dueOn = plusDays(dayZero, days);
  return { clock, entry, dayZero, dueOn, dueAt: endOf(dueOn, ZONE) };
}
