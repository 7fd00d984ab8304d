import type { CalendarDate } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';
import type { ContactStatus, Limb } from './contact-status.js';
import type { VisitWindow } from './visit-windows.js';

/** A contact with a patient, or with somebody who knows how the patient is: a visit of the schedule, or any other. */
export interface Contact {
  /** The id of its entry. */
  readonly id: string;
  readonly on: CalendarDate;
  /** The visit of the schedule as which it was recorded; absent: it was none. */
  readonly visit?: string;
  readonly vitalStatus: ContactStatus['vitalStatus'];
  /** Absent: visits did not record it when this one was entered. */
  readonly limbs?: ContactStatus['limbs'];
}

/** All contacts in the order of their days; of one day, in the order in which they were recorded. */
export function contactsOf(state: PatientState): readonly Contact[] {
  const visits = all(state, 'FollowUpAssessed').map(({ id, revision, data }) => ({
    ...{ id, revision, on: data.assessedOn, visit: data.visit },
    // Whoever was assessed was alive.
    vitalStatus: data.vitalStatus ?? ('alive' as const),
    ...(data.limbs === undefined ? {} : { limbs: data.limbs }),
  }));
  const others = all(state, 'ContactMade').map(({ id, revision, data }) => ({
    ...{ id, revision, on: data.contactedOn, vitalStatus: data.vitalStatus, limbs: data.limbs },
  }));
  return [...visits, ...others]
    .toSorted((one, other) => order(one.on, other.on) || one.revision - other.revision)
    .map(({ revision: _, ...contact }) => contact);
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The last day on which the patient is known by a contact to have been alive, if there was such a contact. */
export function lastAliveOn(state: PatientState): CalendarDate | undefined {
  return contactsOf(state).findLast(({ vitalStatus }) => vitalStatus === 'alive')?.on;
}

/** Whether a contact tells how a limb was on its day: a visit from before that was recorded is trusted to have found all. */
export function tellsOf({ limbs }: Pick<Contact, 'limbs'>, limb: Limb): boolean {
  return limbs?.[limb].amputated !== 'not-known';
}

/**
 * The contact that counts as a visit of the schedule: of those in its window, the one that was recorded as this visit, then
 * the one nearest to its day, then the later one.
 */
export function contactFor(window: VisitWindow, contacts: readonly Contact[]): Contact | undefined {
  const { visit, target, opensOn, closesOn } = window;
  const inside = contacts.filter(({ on }) => opensOn <= on && on <= closesOn);
  const farness = ({ on, visit: code }: Contact): number => (code === visit.code ? -1 : distance(on, target));
  return inside.toSorted((one, other) => farness(one) - farness(other) || order(other.on, one.on))[0];
}

function distance(one: CalendarDate, other: CalendarDate): number {
  return Math.abs(Date.parse(one) - Date.parse(other));
}
