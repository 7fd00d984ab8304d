import type { LedgerRecord } from '@bali/ledger';
import { expect, it } from '@jest/globals';
import { mayKnowText } from './free-texts.js';
import type { Person } from './person.js';

const record = {
  stream: 'patient-REI-001',
  type: 'PatientUnblinded',
  data: { kind: 'emergency', shownTo: 'rei.investigator' },
  metadata: { recordedAt: '2011-03-04T08:00:00.000Z', actor: { userId: 'rei.investigator', role: 'investigator' } },
} as unknown as LedgerRecord;

const unitOf = (...sites: readonly string[]): Person => ({
  ...{ userId: 'unit', name: 'Unit', role: 'cell-therapy-unit', organisation: 'CHU' },
  sites,
});

it('[P11-10d] a text that can give away an arm is for the unit of the site where the patient is, whatever the code says', () => {
  const text = { record, field: '/metadata/reason', authorKnew: true, isFlagged: false, isReleased: false } as const;
  const asOf = '2011-05-04T08:00:00.000Z';
  const may = (person: Person, site?: string) => mayKnowText(person, { ...text, asOf, ...(site && { site }) });
  expect([may(unitOf('REI')), may(unitOf('STR'))]).toEqual([true, false]);
  expect([may(unitOf('REI'), 'STR'), may(unitOf('STR'), 'STR'), may(unitOf(), 'STR')]).toEqual([false, true, true]);
});
