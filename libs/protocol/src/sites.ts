/** A hospital that takes part. */
export interface Site {
  /** Three capital letters; the first part of its patients' codes. */
  readonly code: string;
  readonly name: string;
  readonly city: string;
  /** IANA time zone: what "the same day" means at this site. */
  readonly timeZone: string;
}

/** The five sites of the registry record. Which of them are open is what the trial's events say. */
export const SITES: readonly Site[] = [
  { code: 'REI', name: 'CHU de Reims', city: 'Reims', timeZone: 'Europe/Paris' },
  { code: 'NAN', name: 'CHU de Nantes', city: 'Nantes', timeZone: 'Europe/Paris' },
  { code: 'PAR', name: 'Hôpital Européen Georges-Pompidou', city: 'Paris', timeZone: 'Europe/Paris' },
  { code: 'MUL', name: 'Centre Hospitalier de Mulhouse', city: 'Mulhouse', timeZone: 'Europe/Paris' },
  { code: 'STR', name: 'CHU de Strasbourg', city: 'Strasbourg', timeZone: 'Europe/Paris' },
];

/** The most sites that a trial has. */
export const MAX_SITES = 100;

export const SITE_CODE_PATTERN = '^[A-Z]{3}$';
/** `REI-001`: the site's code and the patient's number there. */
export const PATIENT_CODE_PATTERN = '^[A-Z]{3}-[0-9]{3,5}$';

/** The code of the n-th patient (from 1) of a site. */
export function patientCode(site: string, number: number): string {
  return `${site}-${String(number).padStart(3, '0')}`;
}

/** The site that a patient's code names. */
export function siteOfPatient(patient: string): string {
  return patient.slice(0, 3);
}
