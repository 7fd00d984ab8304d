import { entryOf } from '@bali/cell-therapy';
import { all, type EntryOfType, type PatientState } from '@bali/trial';
import type { Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { MASKED_TREATMENT, treatmentOf } from '../model/masking.js';
import { capitals, coded, codelist, dtc, integer, LATERALITY, NO_YES, text } from '../model/variables.js';
import { codedValues, codedVariables, codingQualifiers } from './codings.js';
import { MILLIONS } from './materials.js';
import { domain, type DomainRow } from './domain.js';

const FORM = codelist('FRM', 'Pharmaceutical form', ['INJECTION']);
const ROUTE = codelist('ROUTE', 'Route', ['INTRAMUSCULAR']);

const TREATMENT_EXPLANATION = `${MASKED_TREATMENT} as long as arms are masked, for every subject alike; no dose is said then or later.`;

/** What both domains of exposure say of how a product was given. */
function given(prefix: string) {
  return [
    coded(`${prefix}DOSFRM`, 'Dose Form', FORM, 'Protocol'),
    coded(`${prefix}ROUTE`, 'Route of Administration', ROUTE, 'Protocol'),
    text(`${prefix}LOC`, 'Location of Dose Administration', 3, 'Protocol'),
    coded(`${prefix}LAT`, 'Laterality', LATERALITY, 'Collected', { source: 'Implanted.limb' }),
  ];
}

function givenValues(prefix: string, limb: 'left' | 'right') {
  return {
    [`${prefix}DOSFRM`]: 'INJECTION',
    [`${prefix}ROUTE`]: 'INTRAMUSCULAR',
    [`${prefix}LOC`]: 'LEG',
    [`${prefix}LAT`]: capitals(limb),
  };
}

/** Exposure: one row an implantation. */
export const EX = domain('EX', {
  ...{ label: 'Exposure', kind: 'INTERVENTIONS', structure: 'One record per implantation per subject' },
  ...{ keys: ['EXTRT', 'EXSTDTC', 'EXSEQ'], timing: 'interval' },
  variables: [
    text('EXTRT', 'Name of Treatment', 40, 'Assigned', { isMandatory: true, explanation: TREATMENT_EXPLANATION }),
    integer('EXDOSE', 'Dose', 'Assigned', {
      explanation:
        'Mononuclear cells in the concentrate, in millions, where arms are shown and cells were given; empty otherwise.',
    }),
    text('EXDOSU', 'Dose Units', 8, 'Assigned'),
    ...given('EX'),
  ],
  rowsOf: (subject) =>
    all(subject.state, 'Implanted').map(({ id, data }) => ({
      entry: id,
      values: {
        EXTRT: treatmentOf(subject),
        ...doseOf(subject),
        ...givenValues('EX', data.limb),
        EXSTDTC: data.implantedAt,
        EXENDTC: data.implantedAt,
      },
    })),
});

function doseOf(subject: Subject): Row {
  const controlled = entryOf(subject.materials, 'ConcentrateControlled');
  if (controlled === undefined || treatmentOf(subject) !== 'CELLS') return {};
  return { EXDOSE: controlled.data.mononuclearCells, EXDOSU: MILLIONS };
}

/** Exposure as collected: also that nothing was implanted, and why. */
export const EC = domain('EC', {
  ...{
    label: 'Exposure as Collected',
    kind: 'INTERVENTIONS',
    structure: 'One record per implantation or lack of one per subject',
  },
  ...{ keys: ['ECTRT', 'ECSTDTC', 'ECSEQ'], timing: 'interval' },
  variables: [
    text('ECTRT', 'Name of Treatment', 40, 'Assigned', { isMandatory: true, explanation: TREATMENT_EXPLANATION }),
    coded('ECPRESP', 'Pre-specified', NO_YES, 'Protocol'),
    coded('ECOCCUR', 'Occurrence', NO_YES, 'Collected'),
    text('ECREASOC', 'Reason for Occur Value', 40, 'Collected', { source: 'ImplantationNotDone.why' }),
    ...given('EC'),
  ],
  rowsOf: (subject) => [
    ...all(subject.state, 'Implanted').map(({ id, data }) => ({
      entry: id,
      values: {
        ...{ ECTRT: treatmentOf(subject), ECPRESP: 'Y', ECOCCUR: 'Y', ...givenValues('EC', data.limb) },
        ...{ ECSTDTC: data.implantedAt, ECENDTC: data.implantedAt },
      },
    })),
    ...all(subject.state, 'ImplantationNotDone').map(({ id, data }) => ({
      entry: id,
      values: {
        ECTRT: treatmentOf(subject),
        ECPRESP: 'Y',
        ECOCCUR: 'N',
        ECREASOC: capitals(data.why),
        ECSTDTC: data.knownOn,
      },
    })),
  ],
});

function harvests(state: PatientState): readonly DomainRow[] {
  return all(state, 'Harvested').flatMap(({ id, data }, place) => {
    const supplemental = {
      HARVNUM: data.number ?? place + 1,
      VOLUMEML: data.volumeMl,
      BLOODTUB: data.bloodTube && capitals(data.bloodTube),
    };
    const on = { PRSTDTC: data.harvestedAt, PRENDTC: data.harvestedAt };
    return [
      { entry: id, values: { PRTRT: 'HARVEST OF BONE MARROW', PRCAT: 'HARVEST', ...on }, supplemental },
      {
        entry: `${id}#anaesthesia`,
        values: { PRTRT: `${capitals(data.anaesthesia)} ANAESTHESIA`, PRCAT: 'ANAESTHESIA', ...on },
      },
    ];
  });
}

function earlierRevascularization(state: PatientState): readonly DomainRow[] {
  return all(state, 'BaselineAssessed').flatMap(({ id, data }) => {
    const before = data.earlierRevascularization;
    if (before === undefined || before === 'none' || before === 'not-known') return [];
    const kinds = before === 'both' ? (['surgical', 'endovascular'] as const) : [before];
    return kinds.map((kind) => ({
      entry: `${id}#${kind}`,
      values: {
        PRTRT: `${capitals(kind)} REVASCULARIZATION`,
        PRCAT: 'REVASCULARIZATION BEFORE THE TRIAL',
        PRLOC: 'LEG',
        PRLAT: capitals(data.indexLimb),
      },
    }));
  });
}

/** Procedures: harvest, anaesthesia, revascularization, amputation. */
export const PR = domain('PR', {
  ...{ label: 'Procedures', kind: 'INTERVENTIONS', structure: 'One record per procedure per subject' },
  ...{ keys: ['PRTRT', 'PRSTDTC', 'PRSEQ'], timing: 'interval' },
  variables: [
    text('PRTRT', 'Reported Name of Procedure', 60, 'Derived', {
      isMandatory: true,
      explanation: 'The kind of the entry, with what it was entered with.',
    }),
    text('PRCAT', 'Category', 40, 'Assigned'),
    text('PRINDC', 'Indication', 20, 'Collected', { source: 'Amputated.indication' }),
    text('PRLOC', 'Location of Procedure', 3, 'Assigned'),
    coded('PRLAT', 'Laterality', LATERALITY, 'Collected', { source: 'Amputated.side' }),
  ],
  supplemental: [
    integer('HARVNUM', 'Number of the Harvest', 'Collected', { source: 'Harvested.number' }),
    integer('VOLUMEML', 'Volume of Bone Marrow, mL', 'Collected', { source: 'Harvested.volumeMl' }),
    text('BLOODTUB', 'Tube of Peripheral Blood', 8, 'Collected', { source: 'Harvested.bloodTube' }),
    text('AMPLEVEL', 'Level of the Amputation', 24, 'Collected', { source: 'Amputated.level' }),
    text('WHERE', 'Where It Happened', 12, 'Collected', { source: 'Amputated.where' }),
    text('KNOWNFRM', 'Who Said So', 16, 'Collected', { source: 'Amputated.knownFrom' }),
    dtc('AWAREDTC', 'Date/Time at which the Site Knew', 'Collected', { source: 'Amputated.awareAt' }),
  ],
  rowsOf: ({ state }) => [
    ...earlierRevascularization(state),
    ...harvests(state),
    ...all(state, 'Revascularized').map(({ id, data }) => ({
      entry: id,
      values: {
        PRTRT: capitals(data.procedure),
        PRCAT: 'REVASCULARIZATION',
        PRLOC: 'LEG',
        PRLAT: capitals(data.side),
        PRSTDTC: data.performedOn,
        PRENDTC: data.performedOn,
      },
      supplemental: { WHERE: data.where && capitals(data.where), KNOWNFRM: data.knownFrom && capitals(data.knownFrom) },
    })),
    ...all(state, 'Amputated').map(({ id, data }) => ({
      entry: id,
      values: {
        ...{
          PRTRT: `AMPUTATION, ${capitals(data.level)}`,
          PRCAT: 'AMPUTATION',
          PRINDC: capitals(data.indication),
          PRLOC: 'LEG',
        },
        ...{ PRLAT: capitals(data.side), PRSTDTC: data.performedOn, PRENDTC: data.performedOn },
      },
      supplemental: {
        ...{ AMPLEVEL: capitals(data.level), WHERE: data.where && capitals(data.where) },
        ...{ KNOWNFRM: data.knownFrom && capitals(data.knownFrom), AWAREDTC: data.awareAt },
      },
    })),
  ],
});

const SMOKING = { never: 'N', former: 'Y', current: 'Y', 'not-known': undefined } as const;

/** Substance use: tobacco, as the baseline says. */
export const SU = domain('SU', {
  ...{ label: 'Substance Use', kind: 'INTERVENTIONS', structure: 'One record per substance per baseline per subject' },
  ...{ keys: ['SUTRT', 'SUSEQ'], timing: 'interval' },
  variables: [
    text('SUTRT', 'Reported Name of Substance', 7, 'Protocol', { isMandatory: true }),
    coded('SUPRESP', 'Pre-specified', NO_YES, 'Protocol'),
    coded('SUOCCUR', 'Occurrence', NO_YES, 'Collected', { source: 'BaselineAssessed.smoking' }),
    coded('SUSTAT', 'Completion Status', codelist('ND', 'Not done', ['NOT DONE']), 'Collected', {
      source: 'BaselineAssessed.smoking',
    }),
    text('SUREASND', 'Reason Not Collected', 9, 'Collected', { source: 'BaselineAssessed.smoking' }),
    coded(
      'SUENRTPT',
      'End Relative to Reference Time Point',
      codelist('STENRF', 'Relation to the time point', ['BEFORE', 'ONGOING']),
      'Derived',
      { source: 'BaselineAssessed.smoking' },
    ),
    dtc('SUENTPT', 'End Reference Time Point', 'Derived', { source: 'BaselineAssessed.assessedOn' }),
  ],
  rowsOf: ({ state }) =>
    all(state, 'BaselineAssessed').flatMap(({ id, data }) => {
      if (data.smoking === undefined) return [];
      const occurred = SMOKING[data.smoking];
      const relation = data.smoking === 'current' ? 'ONGOING' : data.smoking === 'former' ? 'BEFORE' : undefined;
      const unknown = occurred === undefined ? { SUSTAT: 'NOT DONE', SUREASND: 'NOT KNOWN' } : {};
      const values = {
        SUTRT: 'TOBACCO',
        SUPRESP: 'Y',
        SUOCCUR: occurred,
        ...unknown,
        SUENRTPT: relation,
        SUENTPT: relation && data.assessedOn,
      };
      return [{ entry: id, values }];
    }),
});

type Changed = EntryOfType<'ConcomitantTreatmentChanged'>;

function endOf(started: EntryOfType<'ConcomitantTreatmentRecorded'>, changes: readonly Changed[]): string | undefined {
  const last = changes.at(-1);
  if (last === undefined) return started.data.endedOn;
  return last.data.change === 'ended' ? last.data.changedOn : undefined;
}

/** A medicine's name is a free text: it is in no export, and its SHA-256 says which text of the ledger it is. */
export const FREE_TEXT_WITHHELD = 'FREE TEXT, NOT EXPORTED';

/** Concomitant treatments. */
export const CM = domain('CM', {
  ...{
    label: 'Concomitant/Prior Medications',
    kind: 'INTERVENTIONS',
    structure: 'One record per treatment per subject',
  },
  ...{ keys: ['CMTRT', 'CMSTDTC', 'CMSEQ'], timing: 'interval' },
  variables: [
    text('CMSPID', 'Sponsor-Defined Identifier', 8, 'Assigned', { source: 'ConcomitantTreatmentRecorded.number' }),
    text('CMTRT', 'Reported Name of Drug, Med, or Therapy', 40, 'Collected', {
      ...{ source: 'ConcomitantTreatmentRecorded.medicine', isMandatory: true },
      explanation: 'The name is a free text, and free texts are in no export: CMCAT says what kind of treatment it is.',
    }),
    ...codedVariables('CM', 'Standardized Medication Name', { bodySystem: false }),
    text('CMCAT', 'Category for Medication', 16, 'Collected', { source: 'ConcomitantTreatmentRecorded.kind' }),
    text('CMRSDISC', 'Reason the Intervention Was Discontinued', 20, 'Collected', {
      source: 'ConcomitantTreatmentRecorded.whyEnded',
    }),
    coded(
      'CMENRTPT',
      'End Relative to Reference Time Point',
      codelist('STENRF', 'Relation to the time point', ['BEFORE', 'ONGOING']),
      'Derived',
    ),
    text('CMENTPT', 'End Reference Time Point', 16, 'Derived'),
  ],
  supplemental: [
    text('CMTEXT', 'SHA-256 of the Name', 64, 'Collected', { source: 'ConcomitantTreatmentRecorded.medicine' }),
    ...codingQualifiers('CM'),
  ],
  rowsOf: ({ state }) =>
    all(state, 'ConcomitantTreatmentRecorded').map((started) => {
      const { id, data } = started;
      const changes = all(state, 'ConcomitantTreatmentChanged').filter((one) => one.data.number === data.number);
      const ended = endOf(started, changes);
      const lastEnd = changes.findLast((one) => one.data.change === 'ended');
      const coding = codedValues('CM', state, id, ['WHODrug', 'ATC']);
      const why = ended === undefined ? undefined : (lastEnd?.data.why ?? data.whyEnded);
      return {
        entry: id,
        values: {
          ...{
            CMSPID: String(data.number),
            CMTRT: FREE_TEXT_WITHHELD,
            CMDECOD: coding.values['CMDECOD'],
            CMCAT: capitals(data.kind),
            CMRSDISC: why && capitals(why),
          },
          ...(ended === undefined ? { CMENRTPT: 'ONGOING', CMENTPT: 'LAST ENTRY' } : {}),
          ...{ CMSTDTC: data.startedOn, CMENDTC: ended },
        },
        supplemental: { CMTEXT: data.medicine, ...coding.supplemental },
      };
    }),
});
