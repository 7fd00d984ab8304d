import type { Role } from '@bali/access';
import type { Milestone, SiteApiUnderTest } from '@bali-app/site-api/testing';

/**
 * What was recorded so far in a situation, by the names that its steps gave it: the id of the first event as `name`, those of others
 * as `name.1`, `name.2`, and the patient's code as `name.patient`. The patient of the situation itself is `patient`.
 */
export type Recorded = Readonly<Record<string, string>>;

type Body = Readonly<Record<string, unknown>>;

/** Something that is sent about the patient of a situation. */
export interface Sent {
  /** What happens there, in words: it stands in the message of a test that fails. */
  readonly what: string;
  /** When it is sent, by the server's clock. */
  readonly at: string;
  /** Who sends it, at the patient's site. Default: an investigator. */
  readonly by?: Role;
  /** The site at which its sender works. Default: that of the situation. */
  readonly site?: string;
  /** Whether another person of that role sends it, such as the investigator to whom arms are disclosed. */
  readonly another?: true;
  /**
   * Below the patient's own path, such as `contacts`; one that begins with `/v1/` is taken as it is. In it, `{name}` stands for what
   * an earlier step recorded under that name.
   */
  readonly path: string;
  /** What is sent; a function, where it names an event that an earlier step recorded. */
  readonly body: Body | ((recorded: Recorded) => Body);
  /** The name by which later steps find its event. */
  readonly names?: string;
  /** The code with which it is refused, where it is: a later step is then the way out. */
  readonly refused?: string;
}

/** Something that the cell therapy unit does about the patient: what exactly depends on the arm. */
export interface OfTheUnit {
  readonly what: string;
  readonly at: string;
  readonly unit: (api: SiteApiUnderTest, patient: string) => Promise<unknown>;
}

/** What may happen in a hospital, from the consent of one patient to the sign-off of the record. */
export interface Situation {
  /** As a coordinator would tell it. */
  readonly name: string;
  /** Default: Reims. */
  readonly site?: string;
  /** How far the patient comes on the planned way first. */
  readonly until: Milestone;
  readonly then: readonly (Sent | OfTheUnit)[];
  /** How the patient stands in the end. */
  readonly status: string;
}

/** A situation whose record was annulled to its beginning: nobody was there, so there is nothing to sign. */
export const ANNULLED = 'annulled';

/** The afternoon of a day, when a site enters what happened on it. */
export function on(date: string): string {
  return `${date}T16:00:00.000Z`;
}
