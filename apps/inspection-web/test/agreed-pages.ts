import type { Role } from '@bali/access';

/** What each role finds in the navigation, as was agreed: a second opinion on the table of permissions. */
export const CLINICAL = ['Overview', 'Audit log', 'Patients', 'Blind', 'Work', 'Results', 'Verify'];
const REVIEWERS = [
  'Overview',
  'Audit log',
  'Patients',
  'Blind',
  'People',
  'Work',
  'Audit-trail review',
  'Results',
  'Verify',
];
const WHOLE = ['Overview', 'Replay', ...REVIEWERS.slice(1, -1), 'Packages', 'Verify'];
export const NAVIGATION: Partial<Record<Role, readonly string[]>> = {
  monitor: REVIEWERS,
  'sponsor-coordinator': REVIEWERS,
  'data-manager': REVIEWERS.filter((name) => name !== 'People'),
  'emergency-physician': ['Verify'],
  inspector: WHOLE,
  'inspector-with-sealed-access': WHOLE,
  administrator: ['Audit log', 'Blind', 'People', 'Packages', 'Verify'],
};

/** Whose every page is opened: one person of a site, one who sees arms, one who sees no patient. Inspectors' are looked at by axe. */
export const OPEN_ALL: readonly Role[] = ['investigator', 'cell-therapy-unit', 'administrator'];

export const EVERY_PAGE = [
  '/pages/',
  '/pages/replay?position=40',
  '/pages/audit-log',
  '/pages/audit-log/40',
  '/pages/patients',
  '/pages/patients/REI-001',
  '/pages/blind',
  '/pages/people',
  '/pages/work',
  '/pages/review',
  '/pages/review/late-entries',
  '/pages/results',
  '/pages/packages',
  '/pages/verify',
  '/pages/access',
  '/pages/nowhere',
];
