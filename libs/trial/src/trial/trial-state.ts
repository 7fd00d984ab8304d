import type { CalendarDate, PossibleDays, Visit } from '@bali/protocol';
import type { EntryOf, ErratumEntry, Struck } from '../entry.js';
import type { TrialEvent } from './trial-events.js';

/** The stream of the trial as a whole. */
export const TRIAL_STREAM = 'trial';

export type TrialEntry = EntryOf<TrialEvent>;

/** The trial's record as it stands now; what it means is said by the functions below. */
export interface TrialState {
  /** Everything but the daily anchors, of which there are more than of all else: only the last of them matters. */
  readonly entries: readonly TrialEntry[];
  /** What was annulled. Absent: nothing was. */
  readonly struck?: readonly Struck<TrialEntry>[];
  /** What was wrong in the locked entries, said after the unblinding. Absent: nothing was. */
  readonly errata?: readonly ErratumEntry[];
  /** The last day on which the sealed ledger was anchored. */
  readonly anchoredOn?: CalendarDate;
}

export const initialTrialState: TrialState = { entries: [] };

export function entriesOfType<Type extends TrialEntry['type']>(
  state: TrialState,
  type: Type,
): readonly Extract<TrialEntry, { type: Type }>[] {
  return state.entries.filter((entry): entry is Extract<TrialEntry, { type: Type }> => entry.type === type);
}

/** Whether the sealed ledger was anchored on that day, or on a later one. */
export function isAnchored({ anchoredOn }: TrialState, day: CalendarDate): boolean {
  return anchoredOn !== undefined && day <= anchoredOn;
}

export function isRegistered(state: TrialState): boolean {
  return entriesOfType(state, 'TrialRegistered').length > 0;
}

/** The recruitment target in force, in patients; 0 before the trial is registered. */
export function targetInForce(state: TrialState): number {
  const amended = entriesOfType(state, 'RecruitmentTargetAmended').at(-1);
  return (amended ?? entriesOfType(state, 'TrialRegistered')[0])?.data.recruitmentTarget ?? 0;
}

/** The versions of the protocol that were in force until a day, in the order in which they came into force. */
export function protocolVersions(state: TrialState, day: CalendarDate): readonly string[] {
  return state.entries
    .flatMap((entry) => {
      if (entry.type === 'TrialRegistered') return [{ from: '', version: entry.data.protocolVersion }];
      if (entry.type !== 'RecruitmentTargetAmended' && entry.type !== 'VisitScheduleAmended') return [];
      return [{ from: entry.data.amendedOn, version: entry.data.protocolVersion }];
    })
    .filter(({ from }) => from <= day)
    .toSorted((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)))
    .map(({ version }) => version);
}

/** A schedule of visits, and from when until when it was in force; a schedule without an end is in force today. */
export interface Schedule {
  readonly visits: readonly Visit[];
  readonly from: CalendarDate;
  /** The first day on which another one is in force. */
  readonly until?: CalendarDate;
}

/** The schedules of visits in the order in which they came into force. The first one holds for every day before, too. */
export function schedules(state: TrialState): readonly Schedule[] {
  const begun = state.entries
    .flatMap((entry) => {
      if (entry.type === 'TrialRegistered') return [{ from: '', visits: entry.data.visits }];
      return entry.type === 'VisitScheduleAmended' ? [{ from: entry.data.amendedOn, visits: entry.data.visits }] : [];
    })
    .toSorted((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));
  return begun.map((schedule, place) => ({ ...schedule, ...endOfSchedule(begun[place + 1]?.from) }));
}

function endOfSchedule(until: CalendarDate | undefined): Pick<Schedule, 'until'> {
  return until === undefined ? {} : { until };
}

/** The follow-up visits in force. */
export function visitsInForce(state: TrialState): readonly Visit[] {
  const amended = entriesOfType(state, 'VisitScheduleAmended').at(-1);
  return (amended ?? entriesOfType(state, 'TrialRegistered')[0])?.data.visits ?? [];
}

/** The months after the implantation of the visit that the schedule ends with. */
export function lastVisit(state: TrialState): Visit | undefined {
  return visitsInForce(state).reduce<Visit | undefined>(
    (last, visit) =>
      last === undefined || visit.monthsAfterImplantation > last.monthsAfterImplantation ? visit : last,
    undefined,
  );
}

/** A site of the trial, and when it was open: a period without an end is not over. */
export interface TrialSite {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly timeZone: string;
  readonly open: readonly { readonly from: CalendarDate; readonly to?: CalendarDate }[];
}

/** The sites in the order in which they were first opened. */
export function sitesOf(state: TrialState): readonly TrialSite[] {
  const sites = new Map<string, TrialSite>();
  for (const entry of state.entries) {
    if (entry.type === 'SiteOpened') sites.set(entry.data.site, opened(sites.get(entry.data.site), entry.data));
    if (entry.type === 'SiteClosed') closeLast(sites, entry.data.site, entry.data.closedOn);
  }
  return [...sites.values()];
}

function opened(
  known: TrialSite | undefined,
  { site, name, city, timeZone, openedOn }: Extract<TrialEntry, { type: 'SiteOpened' }>['data'],
): TrialSite {
  return { code: site, name, city, timeZone, open: [...(known?.open ?? []), { from: openedOn }] };
}

function closeLast(sites: Map<string, TrialSite>, code: string, closedOn: CalendarDate): void {
  const site = sites.get(code);
  const last = site?.open.at(-1);
  if (site === undefined || last === undefined) return;
  sites.set(code, { ...site, open: [...site.open.slice(0, -1), { ...last, to: closedOn }] });
}

export function siteOf(state: TrialState, code: string): TrialSite | undefined {
  return sitesOf(state).find((site) => site.code === code);
}

/** Whether a site is open: not closed again since it was last opened. */
export function isOpen(site: TrialSite): boolean {
  const last = site.open.at(-1);
  return last !== undefined && last.to === undefined;
}

/** Whether a site was open on a date; the days of opening and closing count as open. */
export function wasOpenOn(site: TrialSite, date: CalendarDate): boolean {
  return site.open.some(({ from, to }) => from <= date && (to === undefined || date <= to));
}

/** Whether a site was open on one of these days, at least. */
export function wasOpenWithin(site: TrialSite, { first, last }: PossibleDays): boolean {
  return site.open.some(({ from, to }) => from <= last && (to === undefined || first <= to));
}

/** Whether the database is locked: not unlocked again since it was last locked. */
export function isLocked(state: TrialState): boolean {
  return lockInForce(state) !== undefined;
}

/** The lock that is in force, if the database is locked. */
export function lockInForce(state: TrialState): Extract<TrialEntry, { type: 'DatabaseLocked' }> | undefined {
  const last = state.entries.findLast(({ type }) => type === 'DatabaseLocked' || type === 'DatabaseUnlocked');
  return last?.type === 'DatabaseLocked' ? last : undefined;
}

/** The list to which the cell therapy unit committed itself, if it did. */
export function committedList(
  state: TrialState,
): Extract<TrialEntry, { type: 'RandomizationListCommitted' }> | undefined {
  return entriesOfType(state, 'RandomizationListCommitted')[0];
}

/** The stratum of every patient unless the list is stratified. */
export const WHOLE_TRIAL = 'ALL';

/** The part of the committed list from which a site's patients are randomized: its own, or that of all others; `undefined`: there is none. */
export function stratumFor(state: TrialState, site: string): string | undefined {
  const strata = committedList(state)?.data.strata.map(({ stratum }) => stratum) ?? [];
  return [site, WHOLE_TRIAL].find((stratum) => strata.includes(stratum));
}

/** The parts of the list that are printed as sealed cards begin so; the software never gives out what stands in them. */
const CARDS = 'CARDS';

export function isCardStratum(stratum: string): boolean {
  return stratum.startsWith(CARDS);
}

/** The site for whose patients alone sealed cards are; none: they are for those of every site. */
export function siteOfCards(stratum: string): string | undefined {
  return stratum === CARDS ? undefined : stratum.slice(CARDS.length + 1);
}

/** The part of sealed cards for a site of a list whose part for the site is `stratum`. */
export function cardStratumOf(stratum: string): string {
  return stratum === WHOLE_TRIAL ? CARDS : `${CARDS}-${stratum}`;
}

export function isUnblinded(state: TrialState): boolean {
  return entriesOfType(state, 'TrialUnblinded').length > 0;
}

export const LOCKED = 'The database is locked: nothing is recorded or corrected until the sponsor unlocks it.';
