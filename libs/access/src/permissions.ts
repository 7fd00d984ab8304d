import type { Role } from './roles.js';

/** Something that a person asks the trial to do or to show, and who may. */
export interface Grant {
  readonly title: string;
  readonly roles: readonly Role[];
  /** Why these roles and no others, where it is not plain. */
  readonly because?: string;
}

const INVESTIGATOR: readonly Role[] = ['investigator'];
/** Who treats a patient, and may have to know at any hour what was implanted. */
const TREATING: readonly Role[] = ['investigator', 'emergency-physician'];
const SITE_STAFF: readonly Role[] = ['investigator', 'study-coordinator'];
const SPONSOR: readonly Role[] = ['sponsor-coordinator'];
const INSPECTORS: readonly Role[] = ['inspector', 'inspector-with-sealed-access'];
const CLINICAL_ROLES: readonly Role[] = [
  ...SITE_STAFF,
  'cell-therapy-unit',
  'sponsor-coordinator',
  'monitor',
  'data-manager',
  'safety-officer',
  'blinded-statistician',
  'unblinded-statistician',
  'inspector',
  'inspector-with-sealed-access',
];

/**
 * Who may do what: the one table, role × action. What is not in it is refused.
 *
 * Site roles have every grant at their own sites only. An arm is seen only by the person to whom it was disclosed (`read-own-unblinding`),
 * and by those who may read what is sealed (`read-cells`).
 */
export const GRANTS = {
  'register-trial': { title: 'Register the trial', roles: SPONSOR },
  'amend-recruitment-target': { title: 'Amend the recruitment target', roles: SPONSOR },
  'amend-visit-schedule': { title: 'Amend the schedule of visits', roles: SPONSOR },
  'open-site': { title: 'Open a site', roles: SPONSOR },
  'put-version-in-force': {
    title: 'Record which protocol and consent form are in force at a site',
    roles: SPONSOR,
  },
  'correct-trial-data': { title: 'Correct data of the trial or of a site', roles: SPONSOR },
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
  'lock-database': { title: 'Lock the database', roles: SPONSOR },
  'unlock-database': { title: 'Unlock the database', roles: SPONSOR },
  'draw-randomization-list': {
    title: 'Draw the randomization list, and commit to it',
    roles: ['cell-therapy-unit'],
    because: 'whoever draws it may know what is in it: the unit alone',
  },
  'print-cards': {
    title: 'Print the sealed cards of the randomization list',
    roles: ['cell-therapy-unit'],
    because:
      'a card says what is implanted: the unit keeps them sealed, and each printing is recorded before it is shown',
  },
  'document-cards': {
    title: 'Document that a sealed card was opened while the system was down',
    roles: ['cell-therapy-unit'],
    because: 'the unit opens the next card, and answers for each; an investigator then enters the randomization',
  },
  'unblind-in-emergency': {
    title: 'Have the arm of one patient disclosed in an emergency',
    roles: TREATING,
    because:
      'who treats the patient decides, and nobody can stand in the way (ICH E6(R3) 3.15.2(d)); an emergency physician at any site',
  },
  'unblind-as-planned': {
    title: 'Have the arm of one patient disclosed once the endpoint is complete',
    roles: INVESTIGATOR,
    because: 'the protocol lets the cryo-conserved cells be used after the 6 months, and who treats decides',
  },
  'fix-analysis-plan': {
    title: 'Fix the statistical analysis plan',
    roles: [...SPONSOR, 'blinded-statistician'],
    because: 'whoever knows arms must not choose the analysis',
  },
  'unblind-trial': {
    title: 'Unblind the trial',
    roles: SPONSOR,
    because: 'the sponsor answers for the analysis, and has no arm disclosed before the lock (ICH E6(R3) 3.16.1(r))',
  },
  'identify-patient': {
    title: 'See by its exact code who a patient is, before the code is opened in an emergency',
    roles: ['emergency-physician'],
    because: 'who opens a code has to be sure that it is the right one, and gets no list of patients to choose from',
  },
  'read-own-unblinding': {
    title: 'Read again what was disclosed to oneself',
    roles: TREATING,
    because: 'what was disclosed was disclosed to one person alone',
  },
  'read-allocations': {
    title: 'Read the arms of all patients once the trial is unblinded',
    roles: ['sponsor-coordinator', 'unblinded-statistician'],
    because: 'the analysis needs them; nobody gets them before the unblinding of the trial',
  },
  'assess-unblinding': {
    title: 'Assess the impact of an unblinding of a patient',
    roles: TREATING,
    because: 'who was told knows what followed from it (ICH E6(R3) 4.1.4)',
  },
  'seal-judgement': {
    title: 'Seal a judgement of a patient whose arm one was told',
    roles: [...SITE_STAFF, 'emergency-physician'],
    because:
      'whoever was told the arm still has to report what they judge, and nobody blinded may be coloured by it (ICH E6(R3) 3.16.1(g))',
  },
  'make-open-records': {
    title: 'Record sealed what happens because of the arm, where one was told it as planned',
    roles: INVESTIGATOR,
    because:
      'what happens because of the arm would tell it, and is recorded all the same by the clinician who then rightly knows (ICH E6(R3) 4.1.4)',
  },
  'read-open-records': {
    title: 'Read what was recorded sealed because of the arm',
    roles: [
      ...INVESTIGATOR,
      'cell-therapy-unit',
      'inspector-with-sealed-access',
      'sponsor-coordinator',
      'unblinded-statistician',
    ],
    because:
      'whoever was told that patient’s arm as planned treats the patient; those who analyse read it once the trial is unblinded',
  },
  'read-sealed-judgements': {
    title: 'Read the sealed judgements once the trial is unblinded',
    roles: ['sponsor-coordinator', 'unblinded-statistician'],
    because: 'they stand beside the blinded assessments from then on; nobody reads them before',
  },
  'assess-trial-unblinding': { title: 'Assess the impact of the unblinding of the trial', roles: SPONSOR },
  'read-unblinding-register': {
    title: 'Read who knows whose arm since when',
    roles: [...CLINICAL_ROLES, 'administrator'],
    because: 'that somebody knows is documented for all, and what they know for none (ICH E6(R3) 3.16.1(f), (g))',
  },
  'correct-data': {
    title: 'Correct data of a patient',
    roles: SITE_STAFF,
    because: 'the site answers for its data; the sponsor may ask, and never changes them (EMA 2023, 6.6)',
  },
  'annul-entries': {
    title: "Annul entries of a patient's record",
    roles: [...SITE_STAFF, 'cell-therapy-unit'],
    because: 'a record is put right by the people who could have entered it, each of them what they may enter',
  },
  'request-annulment': {
    title: 'Ask for the annulment of what counts for the endpoint or for safety',
    roles: INVESTIGATOR,
    because: 'one person alone takes out no death, amputation, serious adverse event or endpoint visit',
  },
  'confirm-annulment': {
    title: 'Confirm or decline an annulment that an investigator asked for',
    roles: ['monitor', 'data-manager'],
    because: 'who confirms has seen the source documents or the data, and entered neither',
  },
  'record-erratum': {
    title: 'Authorise an erratum after the unblinding of the trial',
    roles: INVESTIGATOR,
    because:
      'the locked record stays as it is, and the investigator answers for what is said to be wrong in it (ICH E6(R3) 3.16.2(e))',
  },
  'acknowledge-erratum': {
    title: 'Take note of an erratum for the sponsor',
    roles: SPONSOR,
    because: 'a change after the unblinding is reported, and it is seen that somebody read it (ICH E6(R3) 3.16.2(e))',
  },
  'annul-trial-entries': { title: 'Annul entries about the trial or a site', roles: SPONSOR },
  'raise-query': {
    title: 'Raise a query',
    roles: ['monitor', 'data-manager', 'safety-officer', 'blinded-statistician', 'cell-therapy-unit'],
    because:
      'who oversees the data asks, and the site answers; the cell therapy unit asks about what it received, by topic alone',
  },
  'answer-query': {
    title: 'Answer a query',
    roles: SITE_STAFF,
    because: 'the site answers for its data',
  },
  'close-query': {
    title: 'Close a query, or open it again',
    roles: ['monitor', 'data-manager', 'safety-officer', 'blinded-statistician', 'cell-therapy-unit'],
    because: 'whoever asked judges the answer, and never whoever answered',
  },
  'verify-source-data': {
    title: 'Record that values were compared with their source',
    roles: ['monitor'],
    because: 'who compares them has seen the source documents, and entered nothing',
  },
  'report-deviation': {
    title: 'Report a deviation from the protocol that the software does not find',
    roles: [...SITE_STAFF, 'monitor', 'data-manager'],
    because: 'whoever sees it says so',
  },
  'assess-deviation': {
    title: 'Assess a deviation, and its effect on the per-protocol population',
    roles: SPONSOR,
    because: 'the sponsor answers for the analysis, and assesses them before anybody sees results by arm',
  },
  'read-work-list': {
    title: 'Read what there is to be done in the own role',
    roles: [
      ...SITE_STAFF,
      'cell-therapy-unit',
      ...SPONSOR,
      'monitor',
      'data-manager',
      'safety-officer',
      'blinded-statistician',
    ],
    because: 'it follows from the trial ledger alone, so that nothing of the cell therapy unit is in it',
  },
  'read-site-performance': {
    title: 'Read how the sites perform',
    roles: [...SPONSOR, 'monitor', 'data-manager', ...INSPECTORS],
    because: 'central monitoring compares sites; nothing in it depends on an arm or on the endpoint',
  },
  'issue-calendar-feed': {
    title: 'Have a calendar of visits for a calendar program, and revoke it',
    roles: [...SITE_STAFF, 'monitor'],
    because:
      'its address shows codes of patients and days of visits to whoever has it: each issue is in the access ledger',
  },
  'read-trial': { title: 'Read the state of the trial', roles: CLINICAL_ROLES },
  'read-safety': {
    title: 'Read line listings and figures of adverse events of all patients',
    roles: ['safety-officer', 'unblinded-statistician', 'inspector', 'inspector-with-sealed-access'],
    because:
      'safety is watched by those who answer for it; deaths and amputations of all patients are shown to nobody who treats',
  },
  'read-outcomes': {
    title: 'Read outcomes of all patients together before the database is locked',
    roles: ['blinded-statistician', 'unblinded-statistician', 'inspector', 'inspector-with-sealed-access'],
    because: 'who treats, or could amend a target, must not be led by how the trial seems to go (ICH E9, 4.5)',
  },
  'read-patients': { title: 'Read the data of patients', roles: CLINICAL_ROLES },
  'read-audit-log': {
    title: 'Read the audit log of the trial ledger',
    roles: CLINICAL_ROLES,
    because: 'the trial ledger holds nothing that depends on an arm, so every role of the trial may read it',
  },
  'redact-text': {
    title: 'Erase a free text that holds personal data',
    roles: ['data-manager'],
    because:
      'the site that wrote it asks for it, and who erases it neither wrote it nor may read it, so that nobody takes back ' +
      'alone what they have said (ICH E6(R3) 4.2.2(b))',
  },
  'redact-sealed-text': {
    title: 'Erase a free text of the cell therapy unit that holds personal data',
    roles: ['cell-therapy-unit'],
    because: 'nobody else may know of it; another person than the one who wrote it, so that nobody takes it back alone',
  },
  'read-receipts': {
    title: 'Read the receipts of records of the own site',
    roles: SITE_STAFF,
    because: 'who answers for the data keeps a proof of them that the sponsor does not control (EMA 2023, 6.6)',
  },
  'make-certified-copies': {
    title: 'Make a certified copy of the records of the own site',
    roles: SITE_STAFF,
    because:
      'the site has a copy of its records that the sponsor does not control (EMA 2023, 6.6); each is recorded in the access ' +
      'ledger before it is given away',
  },
  'read-free-texts': {
    title: 'Read comments, reasons and narratives',
    roles: CLINICAL_ROLES,
    because:
      'a reason that an inspector or a data manager cannot read is no reason; reasons are shown at once, comments and narratives ' +
      'once a monitor has released them or after 7 days, and never to somebody blinded what was written by somebody who knew an ' +
      'arm, or was flagged by a monitor',
  },
  'read-free-texts-at-once': {
    title: 'Read comments and narratives as soon as they are written',
    roles: [...SITE_STAFF, 'monitor', 'safety-officer'],
    because:
      'the own site wrote them, the monitor reads them to release or flag them, and the safety officer cannot assess a case ' +
      'without its narrative',
  },
  'review-text': {
    title: 'Release or flag a free text',
    roles: ['monitor'],
    because: 'a free text can give away an arm: somebody has read it before it leaves the site',
  },
  'read-unblinding-texts': {
    title: 'Read the reasons and assessments of unblindings',
    roles: ['cell-therapy-unit', 'inspector-with-sealed-access'],
    because: 'they can give away the arm: they are shown to those who may know it, and to their writer',
  },
  'review-audit-trail': {
    title: 'Read what the computed checks of the audit trail point at, and how it was reviewed',
    roles: ['sponsor-coordinator', 'monitor', 'data-manager', ...INSPECTORS],
    because:
      'the sponsor reviews the audit trail by risk, and inspectors see that it does (EMA 2023, 6.2.2); what is found in the access ' +
      'ledger is shown to those alone who read the delegation log',
  },
  'document-audit-trail-review': {
    title: 'Record that what a check of the audit trail points at was reviewed',
    roles: ['sponsor-coordinator', 'monitor', 'data-manager'],
    because: 'the review is the sponsor’s; whoever inspects it does not make it',
  },
  'read-events': { title: 'Follow the events of the trial as they come', roles: CLINICAL_ROLES },
  'read-delegation-log': {
    title: 'Read the delegation log',
    roles: ['sponsor-coordinator', 'monitor', 'inspector', 'inspector-with-sealed-access', 'administrator'],
    because: 'who could do what, and when, is overseen by the sponsor and shown to inspectors (ICH E6(R3) 4.3.8)',
  },
  'manage-accounts': {
    title: 'Manage accounts and delegate roles',
    roles: ['administrator'],
    because: 'who grants access has none to clinical data',
  },
  'manage-own-access': {
    title: 'See and end the own session, set up own one-time codes',
    roles: [...CLINICAL_ROLES, 'emergency-physician', 'administrator'],
  },
  'make-recovery-codes': {
    title: 'Make recovery codes for the own account',
    roles: ['emergency-physician'],
    because:
      'a lost telephone must keep nobody from opening a code; such a code signs in and opens a code, and does nothing else',
  },
  'inspect-ledgers': {
    title: 'Read a ledger whole, as a log: checkpoints, tiles, entries, proofs, its audit log',
    roles: ['inspector', 'inspector-with-sealed-access', 'administrator'],
    because: 'which ledgers these are say the three rows below',
  },
  'inspect-trial-ledger': {
    title: 'Read the trial ledger whole',
    roles: INSPECTORS,
    because: 'it holds nothing that depends on an arm; who works at a site reads what is about that site',
  },
  'inspect-sealed-ledger': {
    title: 'Read the sealed ledger whole',
    roles: ['inspector-with-sealed-access'],
    because: 'whoever reads it is unblinded: the right is delegated, and each reading is recorded',
  },
  'inspect-access-ledger': {
    title: 'Read the access ledger whole',
    roles: [...INSPECTORS, 'administrator'],
    because:
      'it says who may do what, and who was shown what; of the readings of those who may know it says the day, and their detail is ' +
      'sealed, so that a blinded inspector may read it',
  },
  'replay-trial': { title: 'Read the state of the trial as of any event, and step through events', roles: INSPECTORS },
  'export-packages': {
    title: 'Make and fetch inspection packages of the ledgers that one may read whole',
    roles: ['inspector', 'inspector-with-sealed-access', 'administrator'],
    because: 'each is recorded in the access ledger before it is made',
  },
  'export-data': {
    title: 'Export the data of the trial in the formats of agencies and statisticians',
    roles: [
      'sponsor-coordinator',
      'data-manager',
      'blinded-statistician',
      'unblinded-statistician',
      'inspector',
      'inspector-with-sealed-access',
    ],
    because:
      'a statistician asks nobody; arms are masked unless the role may read them; each export is in the access ledger before it is ' +
      'made; what tells outcomes is open to the same roles as their reports',
  },
  'read-operations': {
    title: 'Read the metrics of the software',
    roles: ['administrator'],
    because: 'who operates the software sees no clinical data, and who sees clinical data does not operate it',
  },
} as const satisfies Record<string, Grant>;

export type Action = keyof typeof GRANTS;

export const ACTIONS: readonly Action[] = Object.keys(GRANTS) as Action[];

const permitted: ReadonlySet<string> = new Set(
  ACTIONS.flatMap((action) => GRANTS[action].roles.map((role) => `${role} ${action}`)),
);

/** Whether a role may do something. A role or an action that the table does not know is refused (21 CFR 11.10(d), (g)). */
export function permits(role: Role, action: Action): boolean {
  return permitted.has(`${role} ${action}`);
}
