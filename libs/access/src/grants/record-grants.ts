import { INVESTIGATOR, SITE_STAFF, SPONSOR, type Grant } from './grant.js';

/** Who records what happens to the trial, its sites and its patients. */
export const RECORD_GRANTS = {
  'register-trial': { title: 'Register the trial', roles: SPONSOR },
  'amend-recruitment-target': { title: 'Amend the recruitment target', roles: SPONSOR },
  'amend-visit-schedule': { title: 'Amend the schedule of visits', roles: SPONSOR },
  'open-site': { title: 'Open a site', roles: SPONSOR },
  'put-version-in-force': {
    title: 'Record which protocol and consent form are in force at a site',
    roles: SPONSOR,
  },
  'correct-trial-data': {
    title: 'Correct data of the trial or of a site',
    roles: [...SPONSOR, 'cell-therapy-unit'],
    because: 'a record is put right by the people who could have entered it: the unit corrects what it said of a card',
  },
  'authorise-trial-erratum': {
    title: 'Say, after the unblinding of the trial, what was wrong in the locked data of the trial or of a site',
    roles: SPONSOR,
    because: 'whoever could have entered it answers for it; what was locked stays as it is',
  },
  'close-site': { title: 'Close a site', roles: SPONSOR },
  'record-consent': { title: 'Record informed consent', roles: SITE_STAFF },
  'record-screening': { title: 'Record screening', roles: SITE_STAFF },
  'record-baseline': { title: 'Record the baseline', roles: SITE_STAFF },
  'confirm-eligibility': {
    title: 'Confirm that a patient is eligible',
    roles: INVESTIGATOR,
    because: 'that a patient is eligible is a medical decision (ICH E6(R3) 2.7)',
  },
  randomize: {
    title: 'Randomize a patient',
    roles: INVESTIGATOR,
    because: 'that a patient is eligible is a medical decision (ICH E6(R3) 2.7)',
  },
  'record-harvest': { title: 'Record the bone marrow harvest', roles: SITE_STAFF },
  'release-product': {
    title: 'Release the product for implantation',
    roles: ['cell-therapy-unit'],
    because: 'only the unit that made it knows what it is',
  },
  'record-cells': {
    title: 'Record what the cell therapy unit does with the cells, and correct it',
    roles: ['cell-therapy-unit'],
    because: 'only the unit knows whether cells or placebo are implanted',
  },
  'read-cells': {
    title: "Read what the cell therapy unit recorded, and a patient's arm",
    roles: ['cell-therapy-unit', 'inspector-with-sealed-access'],
    because: 'it would unblind anybody else; each reading is in the access ledger before it is shown',
  },
  'record-implantation': { title: 'Record the implantation', roles: SITE_STAFF },
  'acknowledge-alert': {
    title: 'Acknowledge a microbiology alert',
    roles: SITE_STAFF,
    because: 'whoever is reached at the site says that it is known there',
  },
  'record-follow-up': { title: 'Record a follow-up visit', roles: SITE_STAFF },
  'record-contact': {
    title: 'Record a contact with a patient outside of the schedule',
    roles: SITE_STAFF,
  },
  'record-missed-visit': { title: 'Record that a follow-up visit was missed', roles: SITE_STAFF },
  'record-amputation': { title: 'Record an amputation', roles: SITE_STAFF },
  'record-revascularization': { title: 'Record a revascularization', roles: SITE_STAFF },
  'report-adverse-event': {
    title: 'Report an adverse event',
    roles: SITE_STAFF,
    because: 'whoever learns of it at the site reports it at once',
  },
  'assess-adverse-event': {
    title: "Give the sponsor's assessment of a serious adverse event",
    roles: ['safety-officer'],
    because: 'it is judged by somebody who knows no arm, as if cells had been given',
  },
  'hand-over-case': {
    title: 'Hand a case over to those who may know the arm for a report, and close it on its last day',
    roles: ['safety-officer'],
    because: 'whoever hands it over learns nothing of what came of it',
  },
  'code-entries': {
    title: 'Code the words of adverse events, diagnoses and treatments',
    roles: ['data-manager', 'safety-officer'],
    because: 'a coder is blinded, and works with a dictionary that the sponsor has a licence for',
  },
  'put-reference-information-in-force': {
    title: 'Put a version of the reference safety information in force',
    roles: ['safety-officer', 'sponsor-coordinator'],
    because: 'what is expected is the sponsor’s to say, before anything happens',
  },
  'record-concomitant-treatment': {
    title: 'Record a concomitant treatment, and what was changed of it',
    roles: SITE_STAFF,
  },
  'record-diagnosis': { title: "Record a diagnosis of the patient's history", roles: SITE_STAFF },
  'record-same-person': {
    title: 'Record that two codes are one person',
    roles: INVESTIGATOR,
    because: 'who a patient is, is known at the site alone',
  },
  'transfer-patient': {
    title: 'Transfer a patient to another site',
    roles: SITE_STAFF,
    because: 'the site where the patient is hands the patient over',
  },
  'record-consent-renewal': { title: 'Record that consent was renewed', roles: SITE_STAFF },
  'record-consent-withdrawal': { title: 'Record the withdrawal of consent', roles: SITE_STAFF },
  'record-loss-to-follow-up': { title: 'Record the loss to follow-up', roles: SITE_STAFF },
  'record-completion': { title: 'Record the completion of the trial by a patient', roles: SITE_STAFF },
  'record-death': { title: 'Record a death', roles: SITE_STAFF },
  'sign-off-patient': {
    title: "Sign off a patient's record",
    roles: INVESTIGATOR,
    because: 'the investigator answers for the data of the site (EMA 2023, 6.3)',
  },
} as const satisfies Record<string, Grant>;
