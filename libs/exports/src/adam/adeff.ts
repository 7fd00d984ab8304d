import { atBaseline, atSixMonths, MEASURES, type Reading } from '@bali/analysis';
import { endpointWindow, windowsFrom } from '@bali/trial';
import type { Dataset, Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { capitals, coded, codelist, decimal, text, YES } from '../model/variables.js';
import { IDENTIFIERS, identifiersOf } from './common.js';

const CODES = ['RESTPAIN', 'PAINNRS', 'ULCERS', 'ULCERMM', 'RUTHCL', 'ABI', 'TCPO2', 'TOEPRES'] as const;
const PARAMETERS = Object.fromEntries(
  MEASURES.map(({ name, unit }, place) => [
    CODES[place] ?? `M${place + 1}`,
    unit === undefined ? name : `${name}, ${unit}`,
  ]),
);

/** Secondary measures at the baseline and at 6 months. */
export const ADEFF: Dataset = {
  ...{ name: 'ADEFF', label: 'Efficacy Analysis Dataset', kind: 'BASIC DATA STRUCTURE', purpose: 'Analysis' },
  ...{ structure: 'One record per parameter per visit per subject', keys: ['STUDYID', 'USUBJID', 'PARAMCD', 'AVISIT'] },
  variables: [
    ...IDENTIFIERS,
    coded('PARAMCD', 'Parameter Code', codelist('EFF.PARAMCD', 'Secondary measures', PARAMETERS), 'Assigned', {
      isMandatory: true,
    }),
    text('PARAM', 'Parameter', 80, 'Assigned', { isMandatory: true }),
    coded('AVISIT', 'Analysis Visit', codelist('AVISIT', 'Visit', ['BASELINE', 'MONTH 6']), 'Derived', {
      isMandatory: true,
    }),
    decimal('AVAL', 'Analysis Value', 'Derived', { explanation: 'Yes is read as 1 and no as 0.' }),
    decimal('BASE', 'Baseline Value', 'Derived'),
    decimal('CHG', 'Change from Baseline', 'Derived'),
    coded('ABLFL', 'Baseline Record Flag', YES, 'Derived'),
    text('MISSREAS', 'Why There Is No Value', 40, 'Derived'),
  ],
};

export function adeffRows(subject: Subject): readonly Row[] {
  const { outcome, analysed, trial } = subject;
  if (outcome === undefined) return [];
  const window = endpointWindow(windowsFrom(outcome.timeZero, trial));
  return MEASURES.flatMap((measure, place) => {
    const code = CODES[place] ?? `M${place + 1}`;
    const [baseline, sixMonths] = [atBaseline(analysed, measure), atSixMonths(analysed, window, measure)];
    const about = { ...identifiersOf(subject), PARAMCD: code, PARAM: PARAMETERS[code] };
    const BASE = valueOf(baseline);
    const AVAL = valueOf(sixMonths);
    const CHG = AVAL === undefined || BASE === undefined ? undefined : rounded(AVAL - BASE);
    return [
      { ...about, AVISIT: 'BASELINE', AVAL: BASE, BASE, ABLFL: 'Y', MISSREAS: missing(baseline) },
      { ...about, AVISIT: 'MONTH 6', AVAL, BASE, CHG, MISSREAS: missing(sixMonths) },
    ];
  });
}

function valueOf(reading: Reading): number | undefined {
  return typeof reading === 'number' ? reading : undefined;
}

function missing(reading: Reading): string | undefined {
  return typeof reading === 'number' ? undefined : capitals(reading.missing);
}

/** A difference of decimals with two digits has two digits. */
function rounded(difference: number): number {
  return Math.round(difference * 100) / 100;
}
