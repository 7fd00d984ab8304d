import type { Role } from '@bali/access';
import { SITES } from '@bali/protocol';
import { prepareProduct, releaseBody } from './cells.js';
import { someoneIn } from './people.js';
import { BODIES } from './sample-bodies.js';
import type { RecordedBody, SiteApiUnderTest } from './site-api-under-test.js';

/** A step of a patient's planned way: what is sent, by whom, and when. */
interface Step {
  readonly path: string;
  readonly body: object;
  readonly at: string;
  readonly role?: Role;
}

const STEPS = {
  screened: { path: 'screenings', body: BODIES.screening, at: '2011-02-16T15:00:00.000Z' },
  baseline: { path: 'baseline', body: BODIES.baseline, at: '2011-02-16T15:00:00.000Z' },
  confirmed: { path: 'eligibility-confirmation', body: {}, at: '2011-02-21T08:30:00.000Z' },
  randomized: { path: 'randomization', body: BODIES.randomization, at: '2011-02-21T09:00:00.000Z' },
  harvested: { path: 'harvest', body: BODIES.harvest, at: '2011-03-02T09:00:00.000Z' },
  released: {
    path: 'product-release',
    body: {},
    at: '2011-03-02T12:30:00.000Z',
    role: 'cell-therapy-unit',
  },
  implanted: { path: 'implantation', body: BODIES.implantation, at: '2011-03-02T15:00:00.000Z' },
  M1: { path: 'follow-up-visits', body: BODIES.visit, at: '2011-04-04T10:00:00.000Z' },
  M3: {
    path: 'follow-up-visits',
    body: { ...BODIES.visit, visit: 'M3', assessedOn: '2011-06-06' },
    at: '2011-06-06T10:00:00.000Z',
  },
  M6: {
    path: 'follow-up-visits',
    body: { ...BODIES.visit, visit: 'M6', assessedOn: '2011-09-05' },
    at: '2011-09-05T10:00:00.000Z',
  },
  completed: { path: 'completion', body: BODIES.completion, at: '2011-09-05T11:00:00.000Z' },
} as const satisfies Record<string, Step>;

/** How far a patient has come. */
export type Milestone = 'consented' | keyof typeof STEPS;

type PlannedStep = keyof typeof STEPS;

/** The steps of the planned way up to a milestone, after the consent, with the moment of each. */
export function stepsUntil(until: Milestone): readonly { readonly step: PlannedStep; readonly at: string }[] {
  const names = Object.keys(STEPS) as PlannedStep[];
  return names.slice(0, names.indexOf(until as PlannedStep) + 1).map((step) => ({ step, at: STEPS[step].at }));
}

/** Long after every step of the planned way. */
export const LONG_AFTER = '2011-12-01T10:00:00.000Z';

/** Registers the trial, opens sites (default: Reims and Nantes), and has the list drawn. */
export async function openTrial(api: SiteApiUnderTest, sites: readonly string[] = ['REI', 'NAN']): Promise<void> {
  const as = someoneIn('sponsor-coordinator');
  await api.record('/v1/trial', BODIES.registration, { as });
  for (const { code, name, city, timeZone } of SITES.filter((site) => sites.includes(site.code))) {
    await api.record('/v1/sites', { ...BODIES.opening, site: code, name, city, timeZone }, { as });
  }
  await api.record('/v1/trial/randomization-list', {}, { as: someoneIn('cell-therapy-unit') });
}

/** Brings a new patient of a site to a milestone; the clock goes along. @returns the code. */
export async function bringPatient(api: SiteApiUnderTest, until: Milestone, site = 'REI'): Promise<string> {
  const [patient = ''] = await bringPatients(api, [until], site);
  return patient;
}

/**
 * Brings new patients of a site to a milestone each, all of them through one step before any through the next: time never goes
 * back, and each step has its moment. @returns their codes.
 */
export async function bringPatients(
  api: SiteApiUnderTest,
  milestones: readonly Milestone[],
  site = 'REI',
): Promise<readonly string[]> {
  api.clock.set('2011-02-14T10:00:00.000Z');
  const as = someoneIn('investigator', site);
  const patients: string[] = [];
  for (const _ of milestones) {
    const { patient = '' } = await api.record('/v1/patients', { ...BODIES.consent, site }, { as });
    patients.push(patient);
  }
  const names = Object.keys(STEPS) as (keyof typeof STEPS)[];
  for (const [place, name] of names.entries())
    for (const [number, until] of milestones.entries())
      if (place <= names.indexOf(until as keyof typeof STEPS)) await takeStep(api, patients[number] ?? '', name);
  return patients;
}

/** Takes one step of the planned way, as the person whose step it is. */
export async function takeStep(
  api: SiteApiUnderTest,
  patient: string,
  step: keyof typeof STEPS,
): Promise<RecordedBody> {
  const { path, body: same, at, role = 'investigator' }: Step = STEPS[step];
  api.clock.set(at);
  if (step === 'released') await prepareProduct(api, patient);
  const body = step === 'released' ? releaseBody(patient) : same;
  return api.record(`/v1/patients/${patient}/${path}`, body, { as: someoneIn(role, patient.slice(0, 3)) });
}
