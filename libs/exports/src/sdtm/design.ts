import { FOLLOW_UP_VISITS, TRIAL } from '@bali/protocol';
import { entriesOfType, schedules, targetInForce, visitsInForce } from '@bali/trial';
import type { Dataset, Row, Variable } from '../model/dataset.js';
import { ARM_TITLES } from '../model/masking.js';
import type { StudyContext } from '../model/subject.js';
import { decimal, integer, text } from '../model/variables.js';
import { CRITERIA } from './criteria.js';
import { domainVariable, STUDYID } from './domain.js';

function designDataset(
  name: string,
  label: string,
  structure: string,
  keys: readonly string[],
  variables: readonly Variable[],
): Dataset {
  return {
    ...{
      name,
      label,
      structure,
      kind: 'TRIAL DESIGN',
      purpose: 'Tabulation',
      keys: ['STUDYID', ...keys],
      isOfTheDesign: true,
    },
    variables: [STUDYID, domainVariable(name), ...variables],
  };
}

/** The element of treatment is one for either product: the design is public, and which product somebody got is not. */
const ELEMENTS = [
  { ETCD: 'SCRN', ELEMENT: 'Screening', TESTRL: 'Informed consent', TEENRL: 'Randomization', EPOCH: 'SCREENING' },
  {
    ...{ ETCD: 'TRT', ELEMENT: 'Harvest and implantation of cells or placebo', TESTRL: 'Randomization' },
    ...{ TEENRL: 'Implantation, or the decision that there is none', EPOCH: 'TREATMENT' },
  },
  {
    ...{ ETCD: 'FUP', ELEMENT: 'Follow-up', TESTRL: 'Implantation, or the randomization where there is none' },
    ...{ TEENRL: '6 months after its start', EPOCH: 'FOLLOW-UP' },
  },
] as const;

const ELEMENT_VARIABLES = [
  text('ETCD', 'Element Code', 8, 'Protocol', { isMandatory: true }),
  text('ELEMENT', 'Description of Element', 50, 'Protocol', { isMandatory: true }),
];

export const TA = designDataset(
  'TA',
  'Trial Arms',
  'One record per planned element per arm',
  ['ARMCD', 'TAETORD'],
  [
    text('ARMCD', 'Planned Arm Code', 8, 'Protocol', { isMandatory: true }),
    text('ARM', 'Description of Planned Arm', 40, 'Protocol', { isMandatory: true }),
    integer('TAETORD', 'Planned Order of Element within Arm', 'Protocol', { isMandatory: true }),
    ...ELEMENT_VARIABLES,
    text('EPOCH', 'Epoch', 9, 'Protocol', { isMandatory: true }),
  ],
);

export const TE = designDataset(
  'TE',
  'Trial Elements',
  'One record per planned element',
  ['ETCD'],
  [
    ...ELEMENT_VARIABLES,
    text('TESTRL', 'Rule for Start of Element', 60, 'Protocol', { isMandatory: true }),
    text('TEENRL', 'Rule for End of Element', 60, 'Protocol'),
  ],
);

export const TV = designDataset(
  'TV',
  'Trial Visits',
  'One record per planned visit',
  ['VISITNUM'],
  [
    decimal('VISITNUM', 'Visit Number', 'Protocol', { isMandatory: true }),
    text('VISIT', 'Visit Name', 20, 'Protocol', { isMandatory: true }),
    text('TVSTRL', 'Visit Start Rule', 120, 'Protocol', { isMandatory: true }),
  ],
);

export const TI = designDataset(
  'TI',
  'Trial Inclusion/Exclusion Criteria',
  'One record per criterion',
  ['IETESTCD'],
  [
    text('IETESTCD', 'Incl/Excl Criterion Short Name', 8, 'Protocol', { isMandatory: true }),
    text('IETEST', 'Inclusion/Exclusion Criterion', 120, 'Protocol', { isMandatory: true }),
    text('IECAT', 'Inclusion/Exclusion Category', 9, 'Protocol', { isMandatory: true }),
  ],
);

export const TS = designDataset(
  'TS',
  'Trial Summary Information',
  'One record per trial summary parameter value',
  ['TSPARMCD', 'TSSEQ'],
  [
    integer('TSSEQ', 'Sequence Number', 'Assigned', { isMandatory: true }),
    text('TSPARMCD', 'Trial Summary Parameter Short Name', 8, 'Assigned', { isMandatory: true }),
    text('TSPARM', 'Trial Summary Parameter', 40, 'Assigned', { isMandatory: true }),
    text('TSVAL', 'Parameter Value', 200, 'Protocol', { isMandatory: true }),
  ],
);

function parameters({ trial, asOf }: StudyContext): readonly (readonly [code: string, name: string, value: string])[] {
  const registered = entriesOfType(trial, 'TrialRegistered')[0]?.data;
  return [
    ['TITLE', 'Trial Title', registered?.title ?? TRIAL.title],
    ['REGID', 'Registry Identifier', registered?.registryId ?? TRIAL.id],
    ['SPONSOR', 'Clinical Study Sponsor', registered?.sponsor ?? TRIAL.sponsor],
    ['TPHASE', 'Trial Phase Classification', 'PHASE III TRIAL'],
    ['STYPE', 'Study Type', 'INTERVENTIONAL'],
    ['TBLIND', 'Trial Blinding Schema', 'DOUBLE BLIND'],
    ['TCNTRL', 'Control Type', 'PLACEBO'],
    ['RANDOM', 'Trial is Randomized', 'Y'],
    ['INTMODEL', 'Intervention Model', 'PARALLEL'],
    ['NARMS', 'Planned Number of Arms', String(Object.keys(ARM_TITLES).length)],
    ['PLANSUB', 'Planned Number of Subjects', String(targetInForce(trial))],
    ['INDIC', 'Trial Disease/Condition Indication', 'Critical limb ischemia without a surgical option'],
    ['AGEMIN', 'Planned Minimum Age of Subjects', 'P18Y'],
    ['SEXPOP', 'Sex of Participants', 'BOTH'],
    ['OBJPRIM', 'Trial Primary Objective', 'Survival without major amputation at 6 months'],
    ['DCUTDTC', 'Data Cutoff Date', asOf],
    ['DCUTDESC', 'Data Cutoff Description', 'The day of the last event of the ledger that is in the export'],
  ];
}

/** The tables of the trial's design. They say what the protocol says in public, and nothing of any subject. */
export function designTables(context: StudyContext): ReadonlyMap<string, readonly Row[]> {
  const { trialId: STUDYID, trial } = context;
  const rows = (name: string, values: readonly Row[]): readonly Row[] =>
    values.map((one) => ({ STUDYID, DOMAIN: name, ...one }));
  const visits = schedules(trial).length === 0 ? FOLLOW_UP_VISITS : visitsInForce(trial);
  return new Map([
    [
      'TA',
      rows(
        'TA',
        Object.entries(ARM_TITLES).flatMap(([ARMCD, ARM]) =>
          ELEMENTS.map(({ ETCD, ELEMENT, EPOCH }, place) => ({ ARMCD, ARM, TAETORD: place + 1, ETCD, ELEMENT, EPOCH })),
        ),
      ),
    ],
    [
      'TE',
      rows(
        'TE',
        ELEMENTS.map(({ EPOCH: _, ...element }) => element),
      ),
    ],
    [
      'TI',
      rows(
        'TI',
        CRITERIA.map(({ code, text: title, category }) => ({ IETESTCD: code, IETEST: title, IECAT: category })),
      ),
    ],
    [
      'TS',
      rows(
        'TS',
        parameters(context).map(([TSPARMCD, TSPARM, TSVAL]) => ({ TSSEQ: 1, TSPARMCD, TSPARM, TSVAL })),
      ),
    ],
    [
      'TV',
      rows('TV', [
        { VISITNUM: 1, VISIT: 'SCREENING', TVSTRL: 'After the consent' },
        { VISITNUM: 2, VISIT: 'BASELINE', TVSTRL: 'Before the randomization' },
        { VISITNUM: 3, VISIT: 'TREATMENT', TVSTRL: 'The day of the harvest and of the implantation' },
        ...visits.map(({ code, monthsAfterImplantation, windowDays }) => ({
          ...{ VISITNUM: 10 + monthsAfterImplantation, VISIT: code },
          TVSTRL: `${monthsAfterImplantation} months after the implantation, or the randomization where there is none, within ${windowDays} days`,
        })),
      ]),
    ],
  ]);
}
