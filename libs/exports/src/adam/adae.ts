import { dated } from '@bali/analysis';
import { all } from '@bali/trial';
import type { Dataset, Row } from '../model/dataset.js';
import { dayOf, type Subject } from '../model/subject.js';
import { coded, date, integer, NO_YES } from '../model/variables.js';
import { AE } from '../sdtm/events.js';
import { IDENTIFIERS, identifiersOf, IMPUTATION_FLAGS, imputationFlag } from './common.js';

const CARRIED = ['AESEQ', 'AETERM', 'AEDECOD', 'AEBODSYS', 'AESEV', 'AESER', 'AEREL', 'AEOUT', 'AESTDTC', 'AEENDTC'];

/** Adverse events as they are analysed, with days for dates that are known in part. */
export const ADAE: Dataset = {
  ...{ name: 'ADAE', label: 'Adverse Events Analysis Dataset', kind: 'OCCURRENCE DATA STRUCTURE', purpose: 'Analysis' },
  ...{ structure: 'One record per adverse event per subject', keys: ['STUDYID', 'USUBJID', 'AESEQ'] },
  variables: [
    ...IDENTIFIERS,
    ...AE.dataset.variables.filter(({ name }) => CARRIED.includes(name)),
    date('ASTDT', 'Analysis Start Date', 'Derived', {
      explanation: 'The middle day, rounded down, of those that are possible.',
    }),
    coded('ASTDTF', 'Analysis Start Date Imputation Flag', IMPUTATION_FLAGS, 'Derived'),
    date('AENDT', 'Analysis End Date', 'Derived', {
      explanation: 'The middle day, rounded down, of those that are possible.',
    }),
    coded('AENDTF', 'Analysis End Date Imputation Flag', IMPUTATION_FLAGS, 'Derived'),
    integer('ADURN', 'Analysis Duration, Days', 'Derived'),
    coded('TRTEMFL', 'Treatment Emergent Analysis Flag', NO_YES, 'Derived', {
      explanation: 'It began on the day on which the first harvest was begun, or later.',
    }),
  ],
};

export function adaeRows(subject: Subject): readonly Row[] {
  const { analysed, trial, timeZone, asOf } = subject;
  const firstHarvest = all(analysed, 'Harvested')
    .map(({ data }) => dayOf(data.harvestedAt, subject) ?? '')
    .toSorted()[0];
  // What came after the lock is outside of the analysis, and of the tabulation alone.
  return AE.rowsOf({ ...subject, state: analysed }).map(({ entry, values }) => {
    const record = analysed.entries.find(({ id }) => id === entry);
    const day = (when: unknown, from: string | undefined) =>
      typeof when !== 'string' || record === undefined
        ? undefined
        : dated(record, when, { from, until: undefined }, { trial, timeZone, asOf }, 'middle');
    const start = day(values['AESTDTC'], undefined);
    const end = day(values['AEENDTC'], start?.on);
    return {
      ...identifiersOf(subject),
      ...Object.fromEntries(CARRIED.map((name) => [name, values[name]])),
      ...{
        ASTDT: start?.on,
        ASTDTF: start && imputationFlag(start.precision),
        AENDT: end?.on,
        AENDTF: end && imputationFlag(end.precision),
      },
      ADURN: start && end && Math.round((Date.parse(end.on) - Date.parse(start.on)) / 86_400_000) + 1,
      TRTEMFL: firstHarvest !== undefined && start !== undefined && start.on >= firstHarvest ? 'Y' : 'N',
    };
  });
}
