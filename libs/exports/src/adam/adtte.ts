import { type PatientOutcome, SENSITIVITIES, type TimeToEvent } from '@bali/analysis';
import type { Dataset, Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { coded, codelist, date, integer, text } from '../model/variables.js';
import type { Places } from '../sdtm/relations.js';
import { IDENTIFIERS, identifiersOf, IMPUTATION_FLAGS, imputationFlag } from './common.js';

const SENSITIVITY_NAMES = Object.keys(SENSITIVITIES);

const PARAMETERS: Readonly<Record<string, string>> = {
  PRIMARY: 'Time to major amputation of the index limb or death',
  AMPUTAT: 'Time to major amputation of the index limb, with death competing',
  DEATH: 'Time to death',
  PRIMERR: 'Primary, as errata say that it should have been',
  ...Object.fromEntries(SENSITIVITY_NAMES.map((name, place) => [`SENS${place + 1}`, `Primary, ${name}`])),
};

/** Time to event: a row for each definition and randomized subject. */
export const ADTTE: Dataset = {
  ...{ name: 'ADTTE', label: 'Time-to-Event Analysis Dataset', kind: 'BASIC DATA STRUCTURE', purpose: 'Analysis' },
  ...{ structure: 'One record per parameter per subject', keys: ['STUDYID', 'USUBJID', 'PARAMCD'] },
  variables: [
    ...IDENTIFIERS,
    coded(
      'PARAMCD',
      'Parameter Code',
      codelist('TTE.PARAMCD', 'Definitions of time to event', PARAMETERS),
      'Assigned',
      { isMandatory: true },
    ),
    text('PARAM', 'Parameter', 80, 'Assigned', { isMandatory: true }),
    date('STARTDT', 'Time-to-Event Origin Date for Subject', 'Derived'),
    date('ADT', 'Analysis Date', 'Derived'),
    coded('ADTF', 'Analysis Date Imputation Flag', IMPUTATION_FLAGS, 'Derived'),
    integer('AVAL', 'Analysis Value', 'Derived', {
      explanation: 'ADT minus STARTDT, in days; 0 where the event was before STARTDT.',
    }),
    integer('ANLTIME', 'Days as Analysed', 'Derived', {
      explanation:
        'AVAL, but 184 for whoever is known to have had no event over all 6 months, which are 181 to 184 days.',
    }),
    integer('CNSR', 'Censor', 'Derived', {
      codelist: { ...codelist('CNSR', 'Censoring', { '0': 'Event', '1': 'Censored', '2': 'Competing event: death' }) },
    }),
    text('EVNTDESC', 'Event or Censoring Description', 60, 'Derived'),
    text('SRCDOM', 'Source Data', 2, 'Derived'),
    integer('SRCSEQ', 'Source Sequence Number', 'Derived'),
    text('SRCREC', 'Source Record in the Ledger', 200, 'Derived', {
      explanation: 'The id of the record of the ledger that it follows from.',
    }),
  ],
};

const DESCRIPTIONS = {
  amputation: 'AMPUTATION',
  death: 'DEATH',
  censored: 'CENSORED ON THE LAST DAY KNOWN WITHOUT AN EVENT',
} as const;

export function adtteRows(subject: Subject, places: Places): readonly Row[] {
  const { outcome } = subject;
  if (outcome === undefined) return [];
  return [...definitions(outcome), ...withErrata(subject)].map(([code, time, isCompeting, start]) => ({
    ...identifiersOf(subject),
    ...{ PARAMCD: code, PARAM: PARAMETERS[code], STARTDT: start, ADT: time.on, ADTF: imputationFlag(time.precision) },
    ...{ AVAL: Math.max(0, daysFrom(start, time.on)), ANLTIME: time.time, CNSR: censoring(time, isCompeting) },
    ...{ EVNTDESC: DESCRIPTIONS[time.end], ...sourceOf(time, places) },
  }));
}

type Defined = readonly [code: string, time: TimeToEvent, isDeathCompeting: boolean, start: string];

function definitions({ endpoint, death, sensitivities, ...days }: PatientOutcome): readonly Defined[] {
  const { timeZero } = days;
  const starts = { 'time-zero': timeZero, randomization: days.randomizedOn, inclusion: days.includedOn };
  return [
    ['PRIMARY', endpoint, false, timeZero],
    ['AMPUTAT', endpoint, true, timeZero],
    ['DEATH', death, false, timeZero],
    ...SENSITIVITY_NAMES.flatMap((name, place): readonly Defined[] => {
      const time = sensitivities[name];
      const start = starts[SENSITIVITIES[name]?.from ?? 'time-zero'];
      return time === undefined ? [] : [[`SENS${place + 1}`, time, false, start]];
    }),
  ];
}

/** Of a subject of whom there is an erratum: of all others it is as PRIMARY. */
function withErrata({ corrected }: Subject): readonly Defined[] {
  return corrected === undefined ? [] : [['PRIMERR', corrected.endpoint, false, corrected.timeZero]];
}

function censoring({ end }: TimeToEvent, isDeathCompeting: boolean): number {
  if (end === 'censored') return 1;
  return end === 'death' && isDeathCompeting ? 2 : 0;
}

function daysFrom(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / 86_400_000;
}

function sourceOf({ records }: TimeToEvent, places: Places): Row {
  const [record] = records;
  const place = record === undefined ? undefined : places.get(record)?.[0];
  return { SRCDOM: place?.domain, SRCSEQ: place?.sequence, SRCREC: records.join(' ') };
}
