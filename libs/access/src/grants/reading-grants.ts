import { CLINICAL_ROLES, INSPECTORS, SITE_STAFF, THE_REGISTER, type Grant } from './grant.js';

/** Who reads, inspects and operates. */
export const READING_GRANTS = {
  'read-trial': { title: 'Read the state of the trial', roles: CLINICAL_ROLES },
  'read-safety': {
    title: 'Read line listings and figures of adverse events of all patients',
    roles: [
      'safety-officer',
      'unblinded-statistician',
      'data-monitoring-board',
      'unblinded-safety-officer',
      ...INSPECTORS,
    ],
    because:
      'safety is watched by those who answer for it; deaths and amputations of all patients are shown to nobody who treats',
  },
  'read-outcomes': {
    title: 'Read outcomes of all patients together before the database is locked',
    roles: ['blinded-statistician', 'unblinded-statistician', 'data-monitoring-board', ...INSPECTORS],
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
    roles: [...SITE_STAFF, 'monitor', 'safety-officer', 'unblinded-safety-officer'],
    because:
      'the own site wrote them, the monitor reads them to release or flag them, and a safety officer cannot assess a case ' +
      'without its narrative',
  },
  'review-text': {
    title: 'Release or flag a free text',
    roles: ['monitor'],
    because: 'a free text can give away an arm: somebody has read it before it leaves the site',
  },
  'read-unblinding-texts': {
    title: 'Read the reasons and assessments of unblindings',
    roles: ['cell-therapy-unit', 'unblinded-safety-officer', 'inspector-with-sealed-access'],
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
    roles: [...CLINICAL_ROLES, 'emergency-physician', 'deviation-assessor', 'administrator'],
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
    instead: {
      action: THE_REGISTER.action,
      sentence:
        'Who looked at the arm of a patient is told to whoever may know it (GET /v1/patients/{patient}/arm-readings of the sites’ API). ' +
        THE_REGISTER.sentence,
    },
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
