import {
  adverseEventsOf,
  all,
  organismInWords,
  type PatientData,
  type PatientState,
  susceptibilityInWords,
} from '@bali/trial';
import { capitals, coded, codelist, dtc, LATERALITY, mapped, NO_YES, noYes, text, YES } from '../model/variables.js';
import { codedValues, codedVariables, codingQualifiers } from './codings.js';
import { domain, type DomainRow } from './domain.js';
import { examinationsOf, VISIT_VARIABLES } from './visits.js';

const INFARCTIONS = { myocardial: 'MYOCARDIAL INFARCTION', brain: 'BRAIN INFARCTION' } as const;

function screenedInfarctions(state: PatientState): readonly DomainRow[] {
  return all(state, 'PatientScreened').flatMap(({ id, data }) =>
    (['myocardial', 'brain'] as const).flatMap((kind) => {
      const { occurred, lastOn } = data.answers.recentInfarction[kind];
      if (occurred === 'not-assessed') return [];
      const values = {
        MHTERM: INFARCTIONS[kind],
        MHCAT: 'CRITERION OF ELIGIBILITY',
        MHPRESP: 'Y',
        MHOCCUR: noYes(occurred),
        MHSTDTC: lastOn,
      };
      return [{ entry: `${id}#${kind}`, values }];
    }),
  );
}

function baselineDiabetes(state: PatientState): readonly DomainRow[] {
  return all(state, 'BaselineAssessed').flatMap(({ id, data: { diabetes } }) => {
    if (diabetes === undefined || diabetes === 'not-known') return [];
    const term = diabetes === 'none' ? 'DIABETES MELLITUS' : `DIABETES MELLITUS, ${capitals(diabetes)}`;
    return [
      {
        entry: `${id}#diabetes`,
        values: { MHTERM: term, MHCAT: 'BASELINE', MHPRESP: 'Y', MHOCCUR: diabetes === 'none' ? 'N' : 'Y' },
      },
    ];
  });
}

/** Medical history: diagnoses, and what the screening and the baseline ask of it. */
export const MH = domain('MH', {
  ...{ label: 'Medical History', kind: 'EVENTS', structure: 'One record per diagnosis per subject' },
  ...{ keys: ['MHTERM', 'MHSTDTC', 'MHSEQ'], timing: 'interval' },
  variables: [
    text('MHTERM', 'Reported Term for the Medical History', 60, 'Collected', {
      source: 'DiagnosisRecorded.disease',
      isMandatory: true,
    }),
    text('MHCAT', 'Category for Medical History', 24, 'Assigned'),
    coded('MHPRESP', 'Medical History Event Pre-Specified', YES, 'Protocol'),
    coded('MHOCCUR', 'Medical History Occurrence', NO_YES, 'Collected'),
    coded('MHLAT', 'Laterality', LATERALITY, 'Collected', { source: 'DiagnosisRecorded.limb' }),
    ...codedVariables('MH', 'Dictionary-Derived Term', { bodySystem: true }),
  ],
  supplemental: codingQualifiers('MH'),
  rowsOf: ({ state }) => [
    ...all(state, 'DiagnosisRecorded').map(({ id, data }) => {
      const coding = codedValues('MH', state, id, ['MedDRA']);
      return {
        entry: id,
        values: {
          MHTERM: capitals(data.disease),
          MHCAT: 'DIAGNOSIS',
          MHLAT: data.limb && capitals(data.limb),
          MHSTDTC: data.diagnosedOn,
          ...coding.values,
        },
        supplemental: coding.supplemental,
      };
    }),
    ...screenedInfarctions(state),
    ...baselineDiabetes(state),
  ],
});

type Report = PatientData<'AdverseEventReported'>;

const OUTCOMES: Readonly<Record<Report['outcome'], string>> = {
  recovered: 'RECOVERED/RESOLVED',
  recovering: 'RECOVERING/RESOLVING',
  'recovered-with-sequelae': 'RECOVERED/RESOLVED WITH SEQUELAE',
  'not-recovered': 'NOT RECOVERED/NOT RESOLVED',
  fatal: 'FATAL',
  unknown: 'UNKNOWN',
};

/** The terms of seriousness, each with its variable. */
const SERIOUSNESS: Readonly<Record<Report['seriousness'][number], readonly [name: string, label: string]>> = {
  death: ['AESDTH', 'Results in Death'],
  'life-threatening': ['AESLIFE', 'Is Life Threatening'],
  hospitalisation: ['AESHOSP', 'Requires or Prolongs Hospitalization'],
  disability: ['AESDISAB', 'Persist or Signif Disability/Incapacity'],
  'congenital-anomaly': ['AESCONG', 'Congenital Anomaly or Birth Defect'],
  'medically-important': ['AESMIE', 'Other Medically Important Serious Event'],
};

const RELATIONS = [
  'not-related',
  'harvest',
  'anaesthesia',
  'implantation-procedure',
  'implanted-product',
  'not-assessable',
].map(capitals);

/** An adverse event as it stands with all news: what news leaves out stays as it was. */
interface KnownAdverseEvent {
  readonly entry: string;
  readonly report: Report;
  readonly severity: Report['severity'];
  readonly relatedTo: Report['relatedTo'];
  /** A criterion that was met once stays met. */
  readonly seriousness: readonly Report['seriousness'][number][];
  readonly outcome: Report['outcome'];
  readonly endedOn: string | undefined;
}

function knownAdverseEvents(state: PatientState): readonly KnownAdverseEvent[] {
  return adverseEventsOf(state).map(({ report, news, outcome }) => {
    const all = [report, ...news].map(({ data }) => data);
    const lastOf = <Field extends 'severity' | 'relatedTo' | 'endedOn'>(field: Field) =>
      all.findLast((data) => data[field] !== undefined)?.[field] as Report[Field];
    return {
      ...{ entry: report.id, report: report.data, outcome },
      ...{ severity: lastOf('severity'), relatedTo: lastOf('relatedTo'), endedOn: lastOf('endedOn') },
      seriousness: [...new Set(all.flatMap(({ seriousness }) => seriousness))],
    };
  });
}

function adverseEventValues({ report, severity, relatedTo, seriousness, outcome, endedOn }: KnownAdverseEvent) {
  const criteria = Object.entries(SERIOUSNESS).map(([criterion, [name]]) => [
    name,
    seriousness.some((one) => one === criterion) ? 'Y' : 'N',
  ]);
  return {
    ...{ AESPID: String(report.number), AETERM: report.term ?? FREE_TEXT_TERM, AESEV: severity && capitals(severity) },
    ...{ AESER: seriousness.length > 0 ? 'Y' : 'N', AEREL: relatedTo && capitals(relatedTo), AEOUT: OUTCOMES[outcome] },
    ...(Object.fromEntries(criteria) as Readonly<Record<string, string>>),
    ...{ AESTDTC: report.startedOn, AEENDTC: endedOn },
  };
}

const FREE_TEXT_TERM = 'FREE TEXT, NOT EXPORTED';

/** Adverse events, each with all news of it. */
export const AE = domain('AE', {
  ...{ label: 'Adverse Events', kind: 'EVENTS', structure: 'One record per adverse event per subject' },
  ...{ keys: ['AETERM', 'AESTDTC', 'AESEQ'], timing: 'interval' },
  variables: [
    text('AESPID', 'Sponsor-Defined Identifier', 8, 'Assigned', { source: 'AdverseEventReported.number' }),
    text('AETERM', 'Reported Term for the Adverse Event', 200, 'Collected', {
      ...{ source: 'AdverseEventReported.term', isMandatory: true },
      explanation: `${FREE_TEXT_TERM} where it was reported in free words alone.`,
    }),
    ...codedVariables('AE', 'Dictionary-Derived Term', { bodySystem: true }),
    coded('AESEV', 'Severity/Intensity', codelist('AESEV', 'Severity', ['MILD', 'MODERATE', 'SEVERE']), 'Collected', {
      source: 'AdverseEventReported.severity',
    }),
    coded('AESER', 'Serious Event', NO_YES, 'Derived', { isMandatory: true }),
    coded('AEREL', 'Causality', codelist('AEREL', 'What it may be due to', RELATIONS), 'Collected', {
      ...{ source: 'AdverseEventReported.relatedTo', explanation: 'In the judgement of the investigator.' },
    }),
    coded('AEOUT', 'Outcome of Adverse Event', mapped('OUT', 'Outcome', OUTCOMES), 'Collected', {
      source: 'AdverseEventReported.outcome',
    }),
    ...Object.values(SERIOUSNESS).map(([name, label]) =>
      coded(name, label, NO_YES, 'Collected', { source: 'AdverseEventReported.seriousness' }),
    ),
  ],
  supplemental: [
    text('AEKIND', 'What Is Reported', 20, 'Collected', { source: 'AdverseEventReported.kind' }),
    text('AEINFARC', 'Whether It Is an Infarction', 12, 'Collected', { source: 'AdverseEventReported.infarction' }),
    text('AELINKED', 'Entry that It Was Made with', 12, 'Assigned', { source: 'AdverseEventReported.linkedTo' }),
    text('AEKNOWN', 'Who Said So', 16, 'Collected', { source: 'AdverseEventReported.knownFrom' }),
    dtc('AEAWARE', 'Date/Time at which the Site Knew', 'Collected', { source: 'AdverseEventReported.awareAt' }),
    ...codingQualifiers('AE'),
  ],
  rowsOf: ({ state }) =>
    knownAdverseEvents(state).map((known) => {
      const coding = codedValues('AE', state, known.entry, ['MedDRA']);
      const { kind, infarction, linkedTo, knownFrom, awareAt } = known.report;
      const said = (value: string | undefined) => (value === undefined ? undefined : capitals(value));
      return {
        entry: known.entry,
        values: { ...adverseEventValues(known), ...coding.values },
        supplemental: {
          AEKIND: said(kind),
          AEINFARC: said(infarction),
          AELINKED: said(linkedTo),
          AEKNOWN: said(knownFrom),
          AEAWARE: awareAt,
          ...coding.supplemental,
        },
      };
    }),
});

/** Clinical events: rest pain and ulcers, asked for at each examination, and growth in a culture. */
export const CE = domain('CE', {
  ...{ label: 'Clinical Events', kind: 'EVENTS', structure: 'One record per event per examination per subject' },
  ...{ keys: ['CETERM', 'CEDTC', 'CESEQ'], timing: 'finding' },
  variables: [
    text('CETERM', 'Reported Term for the Clinical Event', 40, 'Collected', {
      source: 'BaselineAssessed.restPain',
      isMandatory: true,
    }),
    coded('CEPRESP', 'Clinical Event Pre-Specified', YES, 'Protocol'),
    coded('CEOCCUR', 'Clinical Event Occurrence', NO_YES, 'Collected', { source: 'BaselineAssessed.restPain' }),
    coded('CESTAT', 'Completion Status', codelist('ND', 'Not done', ['NOT DONE']), 'Collected'),
    text('CEREASND', 'Reason Clinical Event Not Collected', 40, 'Collected'),
    ...VISIT_VARIABLES,
  ],
  supplemental: [
    text('ORGANISM', 'What Has Grown', 200, 'Collected', { source: 'MicrobiologyAlert.identifiedAs' }),
    text('SUSCEPT', 'What It Is Susceptible to', 200, 'Collected', { source: 'MicrobiologyAlert.susceptibilities' }),
  ],
  rowsOf: (subject) => [
    ...examinationsOf(subject).flatMap(({ entry, on, visit, found }) => [
      ...clinicalEvent('REST PAIN', `${entry}#restPain`, found.restPain, { ...visit, CEDTC: on }),
      ...clinicalEvent('ISCHEMIC ULCER', `${entry}#ulcers`, found.ulcers, { ...visit, CEDTC: on }),
    ]),
    ...all(subject.state, 'MicrobiologyAlert').map(({ id, data }) => ({
      entry: id,
      values: { CETERM: 'GROWTH IN A MICROBIOLOGICAL CULTURE', CEDTC: data.readOn },
      supplemental: { ORGANISM: organismInWords(data), SUSCEPT: susceptibilityInWords(data) },
    })),
  ],
});

type Answered = { readonly value: 'yes' | 'no' } | { readonly notDone: string } | undefined;

function clinicalEvent(term: string, entry: string, answered: Answered, more: object): readonly DomainRow[] {
  if (answered === undefined) return [];
  const result =
    'value' in answered
      ? { CEOCCUR: noYes(answered.value) }
      : { CESTAT: 'NOT DONE', CEREASND: capitals(answered.notDone) };
  return [{ entry, values: { CETERM: term, CEPRESP: 'Y', ...result, ...more } }];
}
