import { all } from '@bali/trial';
import type { Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { capitals, coded, LATERALITY, text, YES } from '../model/variables.js';
import { ADJUDICATED_TESTS, adjudicatedRows } from './adjudications.js';
import { domain, type DomainRow, type Finding, findingValues, findingVariables } from './domain.js';
import { type Examination, examinationsOf, SCREENING, VISIT_VARIABLES } from './visits.js';

type Measured = { readonly value: string | number } | { readonly notDone: string } | undefined;

/** A measured value as a finding; nothing, where none was asked for. */
function findingOf(about: Omit<Finding, 'result' | 'numeric' | 'notDone'>, measured: Measured): readonly Finding[] {
  if (measured === undefined) return [];
  if ('notDone' in measured) return [{ ...about, result: undefined, notDone: capitals(measured.notDone) }];
  const { value } = measured;
  const isNumber = typeof value === 'number' || /^[0-9.]+$/.test(value);
  return [{ ...about, result: isNumber ? value : capitals(value), numeric: isNumber ? Number(value) : undefined }];
}

const FLAG = (prefix: string) =>
  coded(`${prefix}LOBXFL`, 'Last Observation Before Exposure Flag', YES, 'Derived', {
    explanation: 'The baseline in force, from which changes are counted.',
  });

function examined(
  prefix: string,
  examination: Examination,
  findings: readonly Finding[],
  more: Row = {},
): readonly DomainRow[] {
  const { entry, on, visit, isBaseline } = examination;
  return findings.map((finding) => ({
    entry: [`${entry}#${finding.test}`, more[`${prefix}LAT`]].filter((part) => part !== undefined).join('-'),
    values: {
      ...findingValues(prefix, finding),
      ...more,
      ...{
        [`${prefix}LOBXFL`]: isBaseline && finding.notDone === undefined ? 'Y' : undefined,
        ...visit,
        [`${prefix}DTC`]: on,
      },
    },
  }));
}

const EXAMINATION = {
  kind: 'FINDINGS',
  structure: 'One record per finding per examination per subject',
  timing: 'finding',
} as const;

const CV_TESTS = { ABI: 'Ankle Brachial Index', TOEPRES: 'Toe Pressure', TCPO2: 'Transcutaneous Oxygen Pressure' };

/** Haemodynamic findings of the index limb. */
export const CV = domain('CV', {
  ...{ label: 'Cardiovascular System Findings', keys: ['CVTESTCD', 'VISITNUM', 'CVDTC', 'CVSEQ'], ...EXAMINATION },
  variables: [
    ...findingVariables('CV', CV_TESTS, undefined, 'BaselineAssessed.ankleBrachialIndex'),
    text('CVLOC', 'Location', 3, 'Protocol'),
    FLAG('CV'),
    ...VISIT_VARIABLES,
  ],
  rowsOf: (subject) =>
    examinationsOf(subject).flatMap((one) =>
      examined(
        'CV',
        one,
        [
          ...findingOf({ test: 'ABI', title: CV_TESTS.ABI }, one.found.ankleBrachialIndex),
          ...findingOf({ test: 'TOEPRES', title: CV_TESTS.TOEPRES, unit: 'mmHg' }, one.found.toePressure),
          ...findingOf({ test: 'TCPO2', title: CV_TESTS.TCPO2, unit: 'mmHg' }, one.found.tcPO2),
        ],
        { CVLOC: 'LEG' },
      ),
    ),
});

const RS_TESTS = { RUTHCL: 'Rutherford Class' };

/** The clinical classification of the index limb. */
export const RS = domain('RS', {
  ...{
    label: 'Disease Response and Clin Classification',
    keys: ['RSTESTCD', 'VISITNUM', 'RSDTC', 'RSSEQ'],
    ...EXAMINATION,
  },
  variables: [
    ...findingVariables('RS', RS_TESTS, 'RUTHERFORD CLASSIFICATION', 'BaselineAssessed.rutherfordClass'),
    FLAG('RS'),
    ...VISIT_VARIABLES,
  ],
  rowsOf: (subject) =>
    examinationsOf(subject).flatMap((one) =>
      examined(
        'RS',
        one,
        findingOf(
          { test: 'RUTHCL', title: RS_TESTS.RUTHCL, category: 'RUTHERFORD CLASSIFICATION' },
          one.found.rutherfordClass,
        ),
      ),
    ),
});

const QS_TESTS = { PAINNRS: 'Rest Pain, from 0 (None) to 10' };

/** What the patient is asked for: the score of the rest pain. */
export const QS = domain('QS', {
  ...{ label: 'Questionnaires', keys: ['QSTESTCD', 'VISITNUM', 'QSDTC', 'QSSEQ'], ...EXAMINATION },
  variables: [
    ...findingVariables('QS', QS_TESTS, 'NUMERIC RATING SCALE', 'BaselineAssessed.restPainScore'),
    FLAG('QS'),
    ...VISIT_VARIABLES,
  ],
  rowsOf: (subject) =>
    examinationsOf(subject).flatMap((one) =>
      examined(
        'QS',
        one,
        findingOf(
          { test: 'PAINNRS', title: QS_TESTS.PAINNRS, category: 'NUMERIC RATING SCALE' },
          one.found.restPainScore,
        ),
      ),
    ),
});

const FA_TESTS = {
  LDIAM: 'Longest Diameter',
  STRONGST: 'Strongest Analgesic Taken',
  AMPSINCE: 'Amputated since the Last Contact',
  ...ADJUDICATED_TESTS,
};

/** Findings about events and treatments: the largest ulcer, analgesics for rest pain, and each limb since the last contact. */
export const FA = domain('FA', {
  ...{
    label: 'Findings About Events or Interventions',
    keys: ['FATESTCD', 'FAOBJ', 'VISITNUM', 'FADTC', 'FASEQ'],
    ...EXAMINATION,
  },
  variables: [
    ...findingVariables('FA', FA_TESTS, undefined, 'BaselineAssessed.largestUlcerMm'),
    text('FAOBJ', 'Object of the Observation', 16, 'Assigned', { isMandatory: true }),
    coded('FALAT', 'Laterality', LATERALITY, 'Collected'),
    text('FAEVAL', 'Evaluator', 22, 'Assigned', { source: 'EndpointAdjudicated.inNameOf' }),
    text('FAEVALID', 'Evaluator Identifier', 40, 'Assigned', { source: 'EndpointAdjudicated.adjudicatedBy' }),
    coded('FAACPTFL', 'Accepted Record Flag', YES, 'Derived', {
      explanation: 'The judgement that the analysis takes in place of what the site recorded.',
    }),
    FLAG('FA'),
    ...VISIT_VARIABLES,
  ],
  rowsOf: (subject) => [...examinedFindings(subject), ...adjudicatedRows(subject.state)],
});

function examinedFindings(subject: Subject): readonly DomainRow[] {
  return examinationsOf(subject).flatMap((one) => [
    ...examined('FA', one, findingOf({ test: 'LDIAM', title: FA_TESTS.LDIAM, unit: 'mm' }, one.found.largestUlcerMm), {
      FAOBJ: 'ISCHEMIC ULCER',
    }),
    ...examined('FA', one, findingOf({ test: 'STRONGST', title: FA_TESTS.STRONGST }, one.found.analgesics), {
      FAOBJ: 'ANALGESIC',
    }),
    ...(one.status === undefined ? [] : (['left', 'right'] as const)).flatMap((limb) =>
      examined(
        'FA',
        one,
        [
          {
            test: 'AMPSINCE',
            title: FA_TESTS.AMPSINCE,
            result: capitals(one.status?.limbs[limb].amputated ?? 'not-known'),
          },
        ],
        {
          ...{ FAOBJ: 'AMPUTATION', FALAT: capitals(limb) },
        },
      ),
    ),
  ]);
}

const SS_TESTS = { SURVSTAT: 'Survival Status' };
const VITAL = { alive: 'ALIVE', dead: 'DEAD', 'not-known': 'UNKNOWN' } as const;

/** Whether the subject was alive, at each contact. */
export const SS = domain('SS', {
  ...{ label: 'Subject Status', keys: ['SSTESTCD', 'VISITNUM', 'SSDTC', 'SSSEQ'], ...EXAMINATION },
  variables: [...findingVariables('SS', SS_TESTS, undefined, 'FollowUpAssessed.vitalStatus'), ...VISIT_VARIABLES],
  rowsOf: (subject) =>
    examinationsOf(subject).flatMap(({ status, ...one }) =>
      status === undefined
        ? []
        : examined('SS', one, [{ test: 'SURVSTAT', title: SS_TESTS.SURVSTAT, result: VITAL[status.vitalStatus] }]).map(
            (row) => withoutFlag(row, 'SS'),
          ),
    ),
});

function withoutFlag(row: DomainRow, prefix: string): DomainRow {
  const { [`${prefix}LOBXFL`]: _, ...values } = row.values;
  return { ...row, values };
}

const DD_TESTS = { PRCDTH: 'Primary Cause of Death' };

/** Death details: its cause, as the site reported it. */
export const DD = domain('DD', {
  ...{ label: 'Death Details', kind: 'FINDINGS', structure: 'One record per finding per subject', timing: 'finding' },
  keys: ['DDTESTCD', 'DDSEQ'],
  variables: findingVariables('DD', DD_TESTS, undefined, 'Died.cause'),
  rowsOf: ({ state }) =>
    all(state, 'Died').map(({ id, data }) => ({
      entry: id,
      values: {
        ...findingValues('DD', { test: 'PRCDTH', title: DD_TESTS.PRCDTH, result: capitals(data.cause) }),
        DDDTC: data.diedOn,
      },
    })),
});

const LB_TESTS = {
  HBA1C: 'Hemoglobin A1C',
  PTPC: 'Prothrombin Time, Percent of Normal',
  HIV: 'HIV Serology',
  HBV: 'Hepatitis B Serology',
  HCV: 'Hepatitis C Serology',
  SYPHILIS: 'Syphilis Serology',
};

const SEROLOGY = { hiv: 'HIV', hepatitisB: 'HBV', hepatitisC: 'HCV', syphilis: 'SYPHILIS' } as const;

/** Laboratory: what the screening measured, and serology. */
export const LB = domain('LB', {
  ...{ label: 'Laboratory Test Results', keys: ['LBTESTCD', 'LBDTC', 'LBSEQ'], ...EXAMINATION },
  variables: [...findingVariables('LB', LB_TESTS, 'SCREENING', 'PatientScreened.answers'), ...VISIT_VARIABLES],
  rowsOf: (subject) => [
    ...all(subject.state, 'PatientScreened').flatMap(({ id, data: { answers, screenedOn } }) => {
      const { hba1cPercent: hba1c } = answers.diabetes;
      const { percent } = answers.prothrombinTime;
      const measured = (test: 'HBA1C' | 'PTPC', value: string | undefined): readonly Finding[] =>
        value === undefined
          ? []
          : [{ test, title: LB_TESTS[test], category: 'SCREENING', result: value, numeric: Number(value), unit: '%' }];
      return [...measured('HBA1C', hba1c), ...measured('PTPC', percent)].map((finding) => ({
        entry: `${id}#${finding.test}`,
        values: { ...findingValues('LB', finding), ...SCREENING, LBDTC: screenedOn },
      }));
    }),
    ...examinationsOf(subject).flatMap(({ entry, on, visit }) => serologyOf(subject, entry, { ...visit, LBDTC: on })),
  ],
});

function serologyOf({ state }: Parameters<typeof examinationsOf>[0], entry: string, more: Row): readonly DomainRow[] {
  const baseline = all(state, 'BaselineAssessed').find(({ id }) => id === entry);
  if (baseline === undefined) return [];
  return (Object.keys(SEROLOGY) as (keyof typeof SEROLOGY)[]).flatMap((name) => {
    const result = baseline.data.serology[name];
    if (result === undefined) return [];
    const test = SEROLOGY[name];
    const values = {
      ...findingValues('LB', { test, title: LB_TESTS[test], category: 'SEROLOGY', result: capitals(result) }),
      ...more,
    };
    return [{ entry: `${entry}#${test}`, values }];
  });
}
