import type { Person } from '@bali/access';
import { daysBetween, nextWorkingDay } from '@bali/protocol';
import { BODIES } from '@bali-app/site-api/testing';
import type { OversightStep } from './oversight.js';
import { someone } from './people.js';

/** What somebody does at a moment. `unit` is what the cell therapy unit does then: what exactly depends on the arm. */
export type Step = {
  readonly at: string;
  readonly patient: number;
} & (
  | { readonly by: Person; readonly path: string; readonly body: object }
  | { readonly unit: UnitStep; readonly harvest?: number }
  | { readonly unblinding: 'emergency' | 'planned' | 'physician' }
  | { readonly oversight: OversightStep }
);

export type UnitStep =
  | 'preparation'
  | 'release'
  | 'withdrawal'
  | 'fate'
  | 'cultures'
  | 'growth'
  | 'use'
  | 'deviation'
  | 'studies'
  | 'correction'
  | 'annulment'
  | 'release-correction';

/** Whatever else a history has recorded, no contact contradicts it. */
export const NOT_KNOWN = { left: { amputated: 'not-known' }, right: { amputated: 'not-known' } };

const FIRST_DAY = Date.parse('2011-02-14T00:00:00Z');
const DAY_MS = 86_400_000;

/** A moment of a day of the history, UTC. */
export function moment(day: number, time: string): string {
  return `${new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10)}T${time}`;
}
export const date = (day: number) => moment(day, '').slice(0, 10);

/** The first day after it from Monday to Friday: the last record of the day of treatment is entered then. */
function nextWorkingDayAfter(day: number): number {
  return daysBetween(date(0), nextWorkingDay(date(day)));
}

/** Where and when something is done, counted from the first day of the history. */
export interface Place {
  readonly patient: number;
  readonly site: string;
  readonly day: number;
}

/** The day of a harvest, and what follows from it: the same for every patient. */
export function treatmentOf(
  { patient, site, day }: Place,
  harvest = 1,
): Record<'harvested' | 'released' | 'implanted', readonly Step[]> {
  const by = someone('investigator', site);
  const unit = (on: number, time: string, what: UnitStep): Step => ({
    at: moment(on, time),
    patient,
    unit: what,
    harvest,
  });
  const sent = (time: string, path: string, body: object): Step => ({ at: moment(day, time), patient, by, path, body });
  return {
    harvested: [
      sent('09:00:00Z', 'harvest', { ...BODIES.harvest, harvestedAt: moment(day, '08:30:00Z') }),
      unit(day, '11:50:00Z', 'preparation'),
    ],
    released: [unit(day, '12:30:00Z', 'release')],
    implanted: [
      sent('15:00:00Z', 'implantation', { implantedAt: moment(day, '14:10:00Z'), limb: 'left' }),
      unit(nextWorkingDayAfter(day), '09:30:00Z', 'fate'),
      ...[7, 14].map((later) => unit(day + later, '13:00:00Z', 'cultures')),
    ],
  };
}
