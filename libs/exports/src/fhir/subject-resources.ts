import { all, has, last, type PatientStatus, type StruckEntry, statusOf } from '@bali/trial';
import type { Subject } from '../model/subject.js';
import { actualArmOf, armOf } from '../model/masking.js';
import {
  idOf,
  MASKED,
  patientReference,
  recordIdentifier,
  reference,
  type Resource,
  resource,
  standardConcept,
  SYSTEM,
} from './fhir.js';

const STATUSES: Readonly<Record<PatientStatus, string>> = {
  consented: 'screening',
  'eligibility-not-yet-decidable': 'screening',
  'not-eligible': 'ineligible',
  eligible: 'eligible',
  randomized: 'on-study',
  harvested: 'on-study-intervention',
  'product-released': 'on-study-intervention',
  'in-follow-up': 'follow-up',
  'lost-to-follow-up': 'off-study',
  completed: 'off-study',
  withdrawn: 'withdrawn',
  died: 'off-study',
  annulled: 'not-registered',
};

/** Who a subject is, that the subject takes part, and the consents. */
export function subjectResources(subject: Subject): readonly Resource[] {
  return [patientResource(subject), researchSubject(subject), ...consents(subject)];
}

function patientResource({ patient, state }: Subject): Resource {
  const consent = last(state, 'ConsentGiven')?.data;
  return resource('Patient', idOf(patient), {
    identifier: [{ system: `${SYSTEM}:patient`, value: patient }],
    gender: consent?.sex,
    birthDate: consent === undefined ? undefined : String(consent.yearOfBirth),
    deceasedDateTime: last(state, 'Died')?.data.diedOn,
    managingOrganization: consent === undefined ? undefined : reference('Organization', idOf('site', consent.site)),
  });
}

function researchSubject(subject: Subject): Resource {
  const { patient, state } = subject;
  const arm = armOf(subject)?.toLowerCase();
  const randomized = all(state, 'Randomized')[0];
  const masked = arm === undefined && randomized !== undefined;
  return resource('ResearchSubject', idOf(patient), {
    ...{
      status: STATUSES[statusOf(state)],
      study: reference('ResearchStudy', 'study'),
      individual: patientReference(patient),
    },
    period: { start: last(state, 'ConsentGiven')?.data.consentedOn },
    ...(masked ? { _assignedArm: MASKED, _actualArm: MASKED } : {}),
    ...(arm === undefined
      ? {}
      : { assignedArm: arm, actualArm: has(state, 'Implanted') ? actualArmOf(subject)?.toLowerCase() : undefined }),
    consent: reference('Consent', idOf(last(state, 'ConsentGiven')?.id ?? '')),
  });
}

function consents({ patient, state }: Subject): readonly Resource[] {
  const consent = (id: string, status: string, dateTime: string): Resource =>
    resource('Consent', idOf(id), {
      ...{ identifier: [recordIdentifier(id)], status, dateTime, patient: patientReference(patient) },
      scope: standardConcept('consentscope', 'research'),
      category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
      policyRule: standardConcept('v3-ActCode', 'OPTIN'),
    });
  const withdrawn = last(state, 'ConsentWithdrawn') !== undefined && !has(state, 'ConsentRenewed');
  const isConsent = (entry: StruckEntry) => entry.type === 'ConsentGiven' || entry.type === 'ConsentRenewed';
  return [
    ...all(state, 'ConsentGiven').map(({ id, data }) =>
      consent(id, withdrawn ? 'inactive' : 'active', data.consentedOn),
    ),
    ...all(state, 'ConsentRenewed').map(({ id, data }) => consent(id, 'active', data.renewedOn)),
    ...(state.struck ?? []).filter(isConsent).map(({ id, recordedAt }) => consent(id, 'entered-in-error', recordedAt)),
  ];
}
