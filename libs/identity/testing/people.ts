import { isSiteRole, type Person, type Role } from '@bali/access';

const NAMES: Partial<Record<Role, string>> = {
  investigator: 'Claire Martin',
  'study-coordinator': 'Luc Bernard',
  'cell-therapy-unit': 'Anne Petit',
  'sponsor-coordinator': 'Jeanne Moreau',
  monitor: 'Paul Robert',
};

/** The person who has a role; a site role is held at one site (default: Reims). */
export function someoneIn(role: Role, site = 'REI'): Person {
  const atSite = isSiteRole(role);
  const userId = atSite ? `${role}.${site.toLowerCase()}` : role;
  const organisation = atSite ? `Hospital ${site}` : 'CHU de Reims';
  return { userId, name: NAMES[role] ?? `Someone, ${role}`, role, organisation, sites: atSite ? [site] : [] };
}
