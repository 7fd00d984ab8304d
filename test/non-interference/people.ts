import { isSiteRole, type NewPerson, type Person, type Role, ROLE_IDS } from '@bali/access';

/** The roles that rightly know, or may come to know, what is implanted. Everybody else is blinded. */
const MAY_KNOW: readonly Role[] = [
  'cell-therapy-unit',
  'unblinded-statistician',
  'data-monitoring-board',
  'unblinded-safety-officer',
  'deviation-assessor',
  'inspector-with-sealed-access',
];

export const BLINDED_ROLES: readonly Role[] = ROLE_IDS.filter((role) => !MAY_KNOW.includes(role));

export const SITES = ['REI', 'NAN'] as const;

/** Somebody in a role; a site role is held at one site. */
export function someone(role: Role, site: string = SITES[0]): Person {
  const atSite = isSiteRole(role);
  const userId = atSite ? `${role}.${site.toLowerCase()}` : role;
  return { userId, name: `The ${role}`, role, organisation: 'CHU de Reims', sites: atSite ? [site] : [] };
}

/** One person for each role, and for each site where the role is held at sites. */
function everyoneIn(roles: readonly Role[]): readonly Person[] {
  return roles.flatMap((role) => (isSiteRole(role) ? SITES.map((site) => someone(role, site)) : [someone(role)]));
}

/** The accounts that make the others. */
export const FIRST_ADMINISTRATORS: readonly [NewPerson, NewPerson] = [
  { userId: 'office', name: 'The office', organisation: 'CHU de Reims' },
  { userId: 'office-2', name: 'The other office', organisation: 'CHU de Reims' },
];

export const EVERYONE: readonly Person[] = everyoneIn(ROLE_IDS);
export const BLINDED: readonly Person[] = everyoneIn(BLINDED_ROLES);
