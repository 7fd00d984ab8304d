import type { Person } from '@bali/access';
import { type Site, SITES, TRIAL } from '@bali/protocol';

/** Names that nobody in the trial had. */
const STAFF: Readonly<Record<string, readonly [investigator: string, coordinator: string]>> = {
  REI: ['Claire Martin', 'Hugo Petit'],
  NAN: ['Yann Le Goff', 'Maëlle Riou'],
  PAR: ['Inès Laurent', 'Paul Girard'],
  MUL: ['Lucie Meyer', 'Marc Schmitt'],
  STR: ['Anne Keller', 'Théo Wagner'],
};

export const SPONSOR_COORDINATOR: Person = {
  userId: 'sponsor.coordinator',
  name: 'Hélène Dubois',
  role: 'sponsor-coordinator',
  organisation: TRIAL.sponsor,
  sites: [],
};

export const CELL_THERAPY_UNIT: Person = {
  userId: 'cell.therapy.unit',
  name: 'Karim Benali',
  role: 'cell-therapy-unit',
  organisation: 'Cell therapy unit, CHU de Reims',
  sites: [],
};

export const INSPECTOR: Person = {
  userId: 'inspector',
  name: 'Vera Lindqvist',
  role: 'inspector',
  organisation: 'Competent authority',
  sites: [],
};

export function investigatorAt({ code, name }: Site): Person {
  return staff('investigator', code, name, STAFF[code]?.[0]);
}

export function studyCoordinatorAt({ code, name }: Site): Person {
  return staff('study-coordinator', code, name, STAFF[code]?.[1]);
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
