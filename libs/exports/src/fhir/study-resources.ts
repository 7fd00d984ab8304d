import { sitesOf } from '@bali/trial';
import { ARM_TITLES } from '../model/masking.js';
import type { ExportSource } from '../formats/format.js';
import type { Referred } from '../records/referred.js';
import { idOf, reference, type Resource, resource, SYSTEM } from './fhir.js';

/** The trial itself: its arms are those that the registry names, and say nothing of a subject. */
export function researchStudy({ study }: ExportSource): Resource {
  return resource('ResearchStudy', 'study', {
    identifier: [{ system: 'https://clinicaltrials.gov', value: study.trialId }],
    ...{ title: study.title, status: 'active', sponsor: reference('Organization', 'sponsor') },
    phase: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/research-study-phase', code: 'phase-3' }] },
    arm: Object.values(ARM_TITLES).map((name) => ({ name })),
    description: `As of event ${study.position} of the trial ledger, with the root ${study.root}; arms are ${study.arms}.`,
  });
}

/** The sponsor, and every site: those that were opened, and those where patients were. */
export function organizations({ context }: ExportSource, { sites }: Referred): readonly Resource[] {
  const opened = new Map(sitesOf(context.trial).map((site) => [site.code, site.name]));
  const codes = [...new Set([...opened.keys(), ...sites])].toSorted();
  return [
    resource('Organization', 'sponsor', { name: 'Sponsor' }),
    ...codes.map((code) =>
      resource('Organization', idOf('site', code), {
        identifier: [{ system: `${SYSTEM}:site`, value: code }],
        name: opened.get(code) ?? code,
      }),
    ),
  ];
}

export function locations({ context }: ExportSource): readonly Resource[] {
  return sitesOf(context.trial).map(({ code, name, city }) =>
    resource('Location', idOf('site', code), {
      ...{ name, address: { city }, managingOrganization: reference('Organization', idOf('site', code)) },
    }),
  );
}

export function practitioners({ users }: Referred): readonly Resource[] {
  return sorted(users).map(({ userId, name }) =>
    resource('Practitioner', idOf(userId), {
      ...{ identifier: [{ system: `${SYSTEM}:user`, value: userId }], name: [{ text: name }] },
    }),
  );
}

export function practitionerRoles({ users }: Referred): readonly Resource[] {
  return sorted(users).map(({ userId, role, organisation }) =>
    resource('PractitionerRole', idOf(userId), {
      practitioner: reference('Practitioner', idOf(userId)),
      organization: { display: organisation },
      code: [{ coding: [{ system: `${SYSTEM}:role`, code: role }] }],
    }),
  );
}

function sorted(users: Referred['users']) {
  return [...users.values()].toSorted((one, other) =>
    one.userId < other.userId ? -1 : Number(one.userId > other.userId),
  );
}
