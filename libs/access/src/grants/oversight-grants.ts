import {
  CLINICAL_ROLES,
  INSPECTORS,
  INVESTIGATOR,
  SITE_STAFF,
  SPONSOR,
  THE_REGISTER,
  TREATING,
  type Grant,
} from './grant.js';

/** Who locks, unblinds, puts right and oversees. */
export const OVERSIGHT_GRANTS = {
  'confirm-unit-records': {
    title: 'State for the cell therapy unit that its records of all patients are complete',
    roles: ['cell-therapy-unit'],
    because:
      'the lock asks the unit for one statement about all patients together; whoever makes it works for all sites',
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
  'read-arm-readings': {
    title: 'Read who looked at the arm of a patient',
    roles: [
      'cell-therapy-unit',
      'sponsor-coordinator',
      'unblinded-statistician',
      'data-monitoring-board',
      'unblinded-safety-officer',
      'inspector-with-sealed-access',
    ],
    because:
      'what is looked at follows what is done for a patient, so that it is told to those alone who may know arms; the sponsor and the ' +
      'analysis read it once the trial is unblinded, and all others read the unblinding register',
    instead: THE_REGISTER,
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
  'read-board-tables': {
    title: 'Read the tables of the data monitoring board, by arm, while the trial is blinded',
    roles: ['data-monitoring-board'],
    because:
      'the board alone watches over the patients with the arms in hand; each reading is a look at the results, and is recorded ' +
      'before (ICH E9, 4.5)',
  },
  'document-board-recommendation': {
    title: 'Record what the data monitoring board recommends, in a form that tells no arm',
    roles: ['data-monitoring-board'],
    because: 'the board says to everybody whether the trial goes on, and nothing of why',
  },
  'read-interim-looks': {
    title: 'Read when the data monitoring board has looked at what',
    roles: [...SPONSOR, 'blinded-statistician', 'unblinded-statistician', 'data-monitoring-board', ...INSPECTORS],
    because: 'each look counts in the analysis; that there was one tells nothing of what it showed',
  },
  'open-case-for-report': {
    title: 'Be told what was implanted in a patient whose case was handed over for a report',
    roles: ['unblinded-safety-officer'],
    because: 'a report to authorities says what was given; who assesses the case stays blinded (ICH E6(R3) 3.16.1(g))',
  },
  'document-case-outcome': {
    title: 'Record sealed what came of a case that was handed over: decision, report, receipt',
    roles: ['unblinded-safety-officer'],
    because: 'whether something was sent tells what was implanted',
  },
  'read-case-outcomes': {
    title: 'Read what came of the cases that were handed over for a report',
    roles: ['unblinded-safety-officer', 'inspector-with-sealed-access', ...SPONSOR, 'unblinded-statistician'],
    because: 'the sponsor and the analysis read it once the trial is unblinded, and not before',
  },
  'judge-unit-deviations': {
    title: 'Judge what deviated in the cell therapy unit, after the lock and before results by arm',
    roles: ['deviation-assessor'],
    because: 'whoever judges it has no outcome data, and no part in the work of the unit (ICH E9, 5.2.2)',
  },
  'read-unit-deviations': {
    title: 'Read what deviated in the cell therapy unit, and how it was judged',
    roles: ['deviation-assessor', 'inspector-with-sealed-access', ...SPONSOR, 'unblinded-statistician'],
    because:
      'whoever judges reads it from the lock on; the sponsor and the analysis once the trial is unblinded, and not before',
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
  'annul-trial-entries': {
    title: 'Annul entries about the trial or a site',
    roles: [...SPONSOR, 'cell-therapy-unit'],
    because:
      'a record is put right by the people who could have entered it: the unit takes back what it said of a card',
  },
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
  'adjudicate-endpoint': {
    title: 'Judge an amputation or a death, as an adjudicator or for the committee',
    roles: ['endpoint-adjudicator'],
    because: 'the endpoint is judged by people who know no arm and treat nobody (ICH E9, 5.3)',
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
      'endpoint-adjudicator',
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
} as const satisfies Record<string, Grant>;
