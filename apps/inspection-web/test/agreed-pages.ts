import type { Role } from '@bali/access';

/** What each role finds in the navigation, as was agreed: a second opinion on the table of permissions. */
export const CLINICAL = ['Overview', 'Audit log', 'Patients', 'Blind', 'Work', 'Results', 'Verify'];
const REVIEWERS = [...CLINICAL.slice(0, 4), 'People', 'Work', 'Audit-trail review', 'Results', 'Verify'];
const EXPORTERS = (before: readonly string[]) => [...before.slice(0, -1), 'Exports', 'Verify'];
const WHOLE = ['Overview', 'Replay', ...EXPORTERS(REVIEWERS).slice(1, -1), 'Packages', 'Verify'];
export const NAVIGATION: Partial<Record<Role, readonly string[]>> = {
  monitor: REVIEWERS,
  'sponsor-coordinator': EXPORTERS(REVIEWERS),
  'data-manager': EXPORTERS(REVIEWERS).filter((name) => name !== 'People'),
  'blinded-statistician': EXPORTERS(CLINICAL),
  'unblinded-statistician': EXPORTERS(CLINICAL),
  'emergency-physician': ['Verify'],
  'deviation-assessor': ['Verify'],
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
  '/pages/exports',
  '/pages/packages',
  '/pages/verify',
  '/pages/access',
  '/pages/nowhere',
];
