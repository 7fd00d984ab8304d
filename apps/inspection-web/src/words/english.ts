import { ENGLISH_ENTRY } from './english-entry.js';
import { ENGLISH_FILES } from './english-files.js';
import { ENGLISH_PAGES } from './english-pages.js';
import { ENGLISH_SHELL } from './english-shell.js';

/** Names that grow with the software: one that is missing here is shown as the API spells it, in words. */
type Names = Readonly<Record<string, string>>;

const statuses: Names = {
  consented: 'Consented',
  'eligibility-not-yet-decidable': 'Eligibility not yet decidable',
  'not-eligible': 'Not eligible',
  eligible: 'Eligible',
  randomized: 'Randomized',
  harvested: 'Harvested',
  'product-released': 'Product released',
  'in-follow-up': 'In follow-up',
  'lost-to-follow-up': 'Lost to follow-up',
  completed: 'Completed',
  withdrawn: 'Withdrawn',
  died: 'Died',
};

const roles: Names = {
  investigator: 'Investigator',
  'study-coordinator': 'Study coordinator',
  'emergency-physician': 'Emergency physician',
  'cell-therapy-unit': 'Cell therapy unit',
  'sponsor-coordinator': 'Sponsor’s trial coordinator',
  monitor: 'Monitor',
  'data-manager': 'Data manager',
  'safety-officer': 'Safety officer',
  'blinded-statistician': 'Statistician, blinded',
  'unblinded-statistician': 'Statistician, unblinded',
  'data-monitoring-board': 'Data monitoring board',
  'unblinded-safety-officer': 'Safety officer, unblinded',
  'deviation-assessor': "Assessor of the unit's deviations",
  inspector: 'Inspector',
  'inspector-with-sealed-access': 'Inspector with access to the sealed ledger',
  administrator: 'Administrator of accounts and operation',
  system: 'The software',
};

const events: Names = {
  DataCorrected: 'Value corrected',
  Died: 'Death',
  Amputated: 'Amputation',
  Harvested: 'Bone marrow harvested',
  FollowUpAssessed: 'Follow-up visit',
};

const ledgers: Names = { trial: 'Trial ledger', sealed: 'Sealed ledger', access: 'Access ledger' };

const knownBy: Names = {
  delegation: 'a role that shows arms',
  emergency: 'emergency unblinding',
  planned: 'planned unblinding',
  trial: 'unblinding of the trial',
  package: 'package of the sealed ledger',
};

/** All that the pages say, in English. */
export const ENGLISH = {
  statuses,
  roles,
  events,
  ledgers,
  knownBy,
  ...ENGLISH_SHELL,
  ...ENGLISH_PAGES,
  ...ENGLISH_FILES,
  ...ENGLISH_ENTRY,
};

export type Words = typeof ENGLISH;
