import type { Actor } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { isSiteRole, type Role } from './roles.js';

/** A person whose identity has been verified, in the one role in which they act now. */
export interface Person {
  readonly userId: string;
  /** As it is printed next to what they did. */
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
  /** The codes of the sites for which the role is held: of a role at sites at least one. None: it is held for all. */
  readonly sites: readonly string[];
  /** Other accounts that the same person has or had: what was shown with one of these, they know. */
  readonly otherAccounts?: readonly string[];
  /** The UUID of the session in which they act; never a secret. */
  readonly session?: string;
}

/** Every account of the person: what they did, and what they were shown, they did and know with any of these. */
export function accountsOfPerson({ userId, otherAccounts = [] }: Person): readonly string[] {
  return [userId, ...otherAccounts];
}

/** The person as a decision of the domain knows who gives a command, or who asks. */
export function giverOf({ userId: by, otherAccounts = [] }: Person): {
  readonly by: string;
  readonly otherAccounts: readonly string[];
} {
  return { by, otherAccounts };
}

/** The person as every event that they cause names them. */
export function actorOf(person: Person): Actor {
  const { userId, name, role, organisation } = person;
  return { userId, name, role, organisation };
}

/** Whether a person may see and record the patients of a site: at the sites for which their role is held, or at all. */
export function worksAt(person: Person, site: string): boolean {
  return person.sites.length === 0 ? !isSiteRole(person.role) : person.sites.includes(site);
}

/** A role held at sites asked for what belongs to another site. */
export class AnotherSite extends Error {
  /** The way out, where more may be said than that it is another site's. */
  readonly wayOut: string | undefined;

  constructor(wayOut?: string) {
    super('this belongs to another site');
    this.name = 'AnotherSite';
    this.wayOut = wayOut;
  }
}

/**
 * Refuses a role held at sites what belongs to another site.
 *
 * A patient's code begins with the code of the site where the consent was given. Of a patient whom nobody knows, that code decides:
 * so the refusal is the same whether there is such a patient or not, and tells nothing about patients.
 * @throws AnotherSite
 */
export function requireOwnSite(person: Person, site: string): void {
  if (!worksAt(person, site)) throw new AnotherSite();
}

/** Who stands in the record of what nobody in particular did: the software, by its rules. */
export const SYSTEM_ACTOR: Actor = {
  userId: 'system',
  name: 'The software, by its rules',
  role: 'system',
  organisation: TRIAL.sponsor,
};
