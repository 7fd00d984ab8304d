import { type CalendarDate, dateAt, type Instant, plusDays, timeAt } from './calendar.js';

/**
 * What the cell therapy unit is held to, the same in either arm. The registry record is silent: these are conventions of ours,
 * fixed before the first patient; the documentation gives the reasons.
 */
export interface UnitLimits {
  /** Minutes after the reception before which nothing is released: the time says nothing of what was prepared. */
  readonly releaseNotBeforeMinutes: number;
  /** A release later than this after the reception is a deviation. */
  readonly releaseLateAfterMinutes: number;
  /** Of the cells in the concentrate of every patient. */
  readonly minViabilityPercent: string;
  /** The dose: mononuclear cells in the concentrate, 10⁶. */
  readonly minMononuclearCells: number;
  /** The volume of all samples, for the controls and the studies, mL. */
  readonly samplesMl: string;
  /** When the last record of the day of treatment is entered: on the next working day, from and to these times at the site. */
  readonly lastRecord: { readonly from: string; readonly to: string };
  /** The days after the harvest on which the cultures of every patient are read. */
  readonly culturesReadOnDays: readonly number[];
}

/** The limits that the trial was registered with. */
export const REGISTERED_UNIT_LIMITS: UnitLimits = {
  releaseNotBeforeMinutes: 150,
  releaseLateAfterMinutes: 210,
  minViabilityPercent: '70',
  minMononuclearCells: 500,
  samplesMl: '2',
  lastRecord: { from: '10:00', to: '12:00' },
  culturesReadOnDays: [7, 14],
};

/** The limits that a version of the protocol brought, by that version. What is not here changed no limit. */
const AMENDED_UNIT_LIMITS: Readonly<Record<string, UnitLimits>> = {};

/** The limits that are in force after these versions of the protocol. @param versions in the order in which they came into force */
export function unitLimitsInForce(
  versions: readonly string[],
  amended: Readonly<Record<string, UnitLimits>> = AMENDED_UNIT_LIMITS,
): UnitLimits {
  const known = versions.filter((version) => Object.hasOwn(amended, version));
  return amended[known.at(-1) ?? ''] ?? REGISTERED_UNIT_LIMITS;
}

/** Hours after a microbiology alert within which the site acknowledges it. */
export const ALERT_ACKNOWLEDGED_WITHIN_HOURS = 24;

const SATURDAY = 6;
const SUNDAY = 0;

/** Monday to Friday. A public holiday counts as a working day: what is due on it is entered on the next one. */
function isWorkingDay(date: CalendarDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day !== SATURDAY && day !== SUNDAY;
}

/** The first working day after a date. */
export function nextWorkingDay(date: CalendarDate): CalendarDate {
  const next = plusDays(date, 1);
  return isWorkingDay(next) ? next : nextWorkingDay(next);
}

/** Whether a moment is in the window of a working day after a date: of the next one, or, where that was missed, of a later one. */
export function isInLastRecordWindow(
  now: Instant,
  { timeZone, since }: { readonly timeZone: string; readonly since: CalendarDate },
  { lastRecord: { from, to } }: UnitLimits,
): boolean {
  const today = dateAt(now, timeZone);
  const time = timeAt(now, timeZone).slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length);
  return today > since && isWorkingDay(today) && from <= time && time < to;
}

/**
 * Minutes after the end of the harvest after which a release is late for everybody to see. When the marrow was received is sealed: the
 * unit's own limit counts from there, and this one is never reached where that one is kept and the way takes at most an hour and a half.
 */
export const RELEASE_LATE_AFTER_HARVEST_MINUTES = 300;
