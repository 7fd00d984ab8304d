import type { Role } from '../roles.js';

/** Something that a person asks the trial to do or to show, and who may. */
export interface Grant {
  readonly title: string;
  readonly roles: readonly Role[];
  /** Why these roles and no others, where it is not plain. */
  readonly because?: string;
  /** What somebody may do in its place who may not do it: the action, and a sentence that says where. */
  readonly instead?: { readonly action: string; readonly sentence: string };
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

/** For whoever asks who looked at an arm, and may not know it. */
export const THE_REGISTER = {
  action: 'read-unblinding-register',
  sentence:
    'Who knows whose arm since when stands in the unblinding register, which you may read (GET /v1/unblinding-register).',
} as const;
