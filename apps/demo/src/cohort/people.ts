import type { Person, Role } from '@bali/access';
import { type Site, SITES, TRIAL } from '@bali/protocol';

/** Names that nobody in the trial had. */
const STAFF: Readonly<Record<string, readonly [investigator: string, coordinator: string, open: string]>> = {
  REI: ['Claire Martin', 'Hugo Petit', 'Denis Caron'],
  NAN: ['Yann Le Goff', 'Maëlle Riou', 'Sophie Tanguy'],
  PAR: ['Inès Laurent', 'Paul Girard', 'Malik Haddad'],
  MUL: ['Lucie Meyer', 'Marc Schmitt', 'Eva Klein'],
  STR: ['Anne Keller', 'Théo Wagner', 'Louis Roth'],
};

export const ADMINISTRATOR = central('administrator', 'Odile Fabre', TRIAL.sponsor);
/** What the other one asks for, this one approves. */
export const SECOND_ADMINISTRATOR = {
  ...central('administrator', 'Bruno Lemaire', TRIAL.sponsor),
  userId: 'administrator.2',
};
export const SPONSOR_COORDINATOR = central('sponsor-coordinator', 'Hélène Dubois', TRIAL.sponsor);
export const CELL_THERAPY_UNIT = central('cell-therapy-unit', 'Karim Benali', 'Cell therapy unit, CHU de Reims');
export const EMERGENCY_PHYSICIAN = central(
  'emergency-physician',
  'Agathe Renaud',
  'Emergency medical service of Nancy',
);
export const INSPECTOR = central('inspector', 'Vera Lindqvist', 'Competent authority');

export const UNBLINDED_STATISTICIAN = central('unblinded-statistician', 'Ruth Adler', 'Data monitoring board');
export const BOARD = central('data-monitoring-board', 'Ingrid Solberg', 'Data monitoring board');
export const UNBLINDED_SAFETY_OFFICER = central(
  'unblinded-safety-officer',
  'Pascal Morel',
  'Pharmacovigilance unit, CHU de Reims',
);

export const DEVIATION_ASSESSOR = central('deviation-assessor', 'Gaspard Noël', 'Independent committee for deviations');

export const MONITOR = central('monitor', 'Samuel Roche', TRIAL.sponsor);
export const SAFETY_OFFICER = central('safety-officer', 'Nora Haddad', TRIAL.sponsor);
export const DATA_MANAGER = central('data-manager', 'Julie Perrin', TRIAL.sponsor);

export const ADJUDICATOR = central('endpoint-adjudicator', 'Mathilde Aubry', 'Endpoint adjudication committee');

/** Those who look on, and record little or nothing. */
const ONLOOKERS: readonly Person[] = [
  MONITOR,
  DATA_MANAGER,
  SAFETY_OFFICER,
  central('blinded-statistician', 'Émile Vasseur', TRIAL.sponsor),
  UNBLINDED_STATISTICIAN,
  BOARD,
  UNBLINDED_SAFETY_OFFICER,
  DEVIATION_ASSESSOR,
  INSPECTOR,
  central('inspector-with-sealed-access', 'Jonas Weber', 'Competent authority'),
];

/** Everybody who has an account: each role is there at least once. */
export const PEOPLE: readonly Person[] = [
  ADMINISTRATOR,
  SECOND_ADMINISTRATOR,
  SPONSOR_COORDINATOR,
  ...SITES.flatMap((site) => [investigatorAt(site), studyCoordinatorAt(site), openClinicianAt(site)]),
  CELL_THERAPY_UNIT,
  EMERGENCY_PHYSICIAN,
  ADJUDICATOR,
  ...ONLOOKERS,
];

export function investigatorAt({ code, name }: Site): Person {
  return staff('investigator', code, name, STAFF[code]?.[0]);
}

export function studyCoordinatorAt({ code, name }: Site): Person {
  return staff('study-coordinator', code, name, STAFF[code]?.[1]);
}

/**
 * The investigator to whom arms are disclosed as planned, and who from then on judges nobody: the other one goes on to confirm who is
 * eligible, to randomize and to assess.
 */
export function openClinicianAt({ code, name }: Site): Person {
  const person = staff('investigator', code, name, STAFF[code]?.[2]);
  return { ...person, userId: `${person.userId}.2` };
}

function central(role: Role, name: string, organisation: string): Person {
  return { userId: role.replaceAll('-', '.'), name, role, organisation, sites: [] };
}

function staff(role: 'investigator' | 'study-coordinator', site: string, organisation: string, name?: string): Person {
  return {
    userId: `${site.toLowerCase()}.${role}`,
    name: name ?? `The ${role} at ${site}`,
    role,
    organisation,
    sites: [site],
  };
}

/** When each site is opened; until then it recruits nobody. */
export const OPENINGS: readonly { readonly site: Site; readonly openedOn: string }[] = SITES.map((site, index) => ({
  site,
  openedOn: ['2009-06-02', '2009-09-14', '2009-11-16', '2010-02-08', '2010-05-17'][index] ?? '2010-09-01',
}));
