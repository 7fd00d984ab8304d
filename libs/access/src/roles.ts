/** What a role is, apart from what it may do. */
export interface RoleDescription {
  readonly title: string;
  /** A site role works at named sites, and sees and records only the patients of these. */
  readonly atSites: boolean;
  /** A role that may be held for some sites: it sees and records the patients of these, and of all where no site is named. */
  readonly forSites?: true;
}

/** Who there is in the trial. An identifier never changes its meaning: it stands in events that are read for 25 years. */
export const ROLES = {
  investigator: { title: 'Investigator', atSites: true },
  'study-coordinator': { title: 'Study coordinator', atSites: true },
  'emergency-physician': { title: 'Emergency physician', atSites: false },
  'cell-therapy-unit': { title: 'Cell therapy unit', atSites: false, forSites: true },
  'sponsor-coordinator': { title: "Sponsor's trial coordinator", atSites: false },
  monitor: { title: 'Monitor', atSites: false },
  'data-manager': { title: 'Data manager', atSites: false },
  'safety-officer': { title: 'Safety officer', atSites: false },
  'endpoint-adjudicator': { title: 'Adjudicator of endpoints', atSites: false },
  'blinded-statistician': { title: 'Statistician, blinded', atSites: false },
  'unblinded-statistician': { title: 'Statistician, unblinded', atSites: false },
  'data-monitoring-board': { title: 'Data monitoring board, with its statistician', atSites: false },
  'unblinded-safety-officer': { title: 'Safety officer, unblinded', atSites: false },
  'deviation-assessor': { title: "Assessor of the unit's deviations, without outcome data", atSites: false },
  inspector: { title: 'Inspector', atSites: false },
  'inspector-with-sealed-access': { title: 'Inspector with access to the sealed ledger', atSites: false },
  administrator: { title: 'Administrator of accounts and operation', atSites: false },
} as const satisfies Record<string, RoleDescription>;

export type Role = keyof typeof ROLES;

export const ROLE_IDS: readonly Role[] = Object.keys(ROLES) as Role[];

/** The roles that no schema lists: events that are written since take a role by its identifier. */
type NewRole = 'data-monitoring-board' | 'unblinded-safety-officer' | 'endpoint-adjudicator' | 'deviation-assessor';

/** The roles that there were before somebody could be an emergency physician: earlier versions of events name no other. */
export const FORMER_ROLE_IDS: readonly Exclude<Role, 'emergency-physician' | NewRole>[] = [
  'investigator',
  'study-coordinator',
  'cell-therapy-unit',
  'sponsor-coordinator',
  'monitor',
  'data-manager',
  'safety-officer',
  'blinded-statistician',
  'unblinded-statistician',
  'inspector',
  'inspector-with-sealed-access',
  'administrator',
];

/** The roles that there were before the board and an unblinded safety officer had one: versions of events that list roles name no other. */
export const ROLE_IDS_BEFORE_BOARD: readonly Exclude<Role, NewRole>[] = [
  'investigator',
  'study-coordinator',
  'emergency-physician',
  ...FORMER_ROLE_IDS.slice(2),
];

/** Whether a role may be held for sites: one at sites always is. */
export function mayBeHeldForSites(role: Role): boolean {
  const { atSites, forSites }: RoleDescription = ROLES[role];
  return atSites || forSites === true;
}

/** Whether a role is held at named sites, and sees only these. */
export function isSiteRole(role: Role): boolean {
  return ROLES[role].atSites;
}
