import type { Role } from '../roles.js';

/** Something that a person asks the trial to do or to show, and who may. */
export interface Grant {
  readonly title: string;
  readonly roles: readonly Role[];
  /** Why these roles and no others, where it is not plain. */
  readonly because?: string;
}

export const INVESTIGATOR: readonly Role[] = ['investigator'];
/** Who treats a patient, and may have to know at any hour what was implanted. */
export const TREATING: readonly Role[] = ['investigator', 'emergency-physician'];
export const SITE_STAFF: readonly Role[] = ['investigator', 'study-coordinator'];
export const SPONSOR: readonly Role[] = ['sponsor-coordinator'];
export const INSPECTORS: readonly Role[] = ['inspector', 'inspector-with-sealed-access'];
export const CLINICAL_ROLES: readonly Role[] = [
  ...SITE_STAFF,
  'cell-therapy-unit',
  'sponsor-coordinator',
  'monitor',
  'data-manager',
  'safety-officer',
  'endpoint-adjudicator',
  'blinded-statistician',
  'unblinded-statistician',
  'data-monitoring-board',
  'unblinded-safety-officer',
  'inspector',
  'inspector-with-sealed-access',
];
