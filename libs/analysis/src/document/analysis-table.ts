import type { PatientOutcome } from '../outcomes/patient-outcome.js';

/** The columns of the analysis table, in their order, with what each holds. */
const ANALYSIS_COLUMNS = {
  patient: 'code of the patient',
  group: 'the group that is compared: an arm, or all patients',
  site: 'site of the consent',
  stratum: 'stratum of the randomization',
  sex: 'female or male',
  age: 'year of the consent minus year of birth',
  indexLimb: 'the limb of the endpoint',
  randomizedOn: 'day of the randomization',
  timeZero: 'day of the first implantation, or of the randomization where there is none',
  sixMonthsOn: 'last day on which an event counts',
  windowClosed: 'whether the window of the 6-month visit has closed: 1 or 0',
  evaluable: 'whether the endpoint is known: 1 or 0',
  safety: 'whether in the safety population: 1 or 0',
  implanted: 'whether implanted: 1 or 0',
  perProtocol: 'whether in the per-protocol population: 1 or 0',
  time: 'days from time zero to the event or to the last day without one; 184 where all 6 months were observed',
  status: '0 censored, 1 major amputation of the index limb, 2 death',
  eventOn: 'that day',
  precision: 'how far that day is known: day, month or year',
  records: 'ids of the records that it follows from, separated by spaces',
  deathTime: 'days from time zero to death or to the last day known alive',
  deathStatus: '0 censored, 1 death',
} as const;

const STATUS = { censored: 0, amputation: 1, death: 2 } as const;

/** The analysis table, one row a patient, as RFC 4180 with commas. Its values hold neither commas nor quotation marks. */
export function analysisTable(outcomes: readonly PatientOutcome[], groupOf: (patient: string) => string): string {
  const rows = outcomes.map((outcome) => rowOf(outcome, groupOf(outcome.patient)).join(','));
  return [Object.keys(ANALYSIS_COLUMNS).join(','), ...rows].map((line) => `${line}\r\n`).join('');
}

function rowOf(outcome: PatientOutcome, group: string): readonly (string | number)[] {
  const { endpoint, death, populations } = outcome;
  const row: Readonly<Record<keyof typeof ANALYSIS_COLUMNS, string | number>> = {
    ...{ patient: outcome.patient, group, site: outcome.site, stratum: outcome.stratum, sex: outcome.sex },
    ...{ age: outcome.age, indexLimb: outcome.indexLimb ?? '', randomizedOn: outcome.randomizedOn },
    ...{ timeZero: outcome.timeZero, sixMonthsOn: outcome.sixMonthsOn },
    ...{ windowClosed: Number(outcome.isWindowClosed), evaluable: Number(outcome.isEvaluable) },
    ...{ safety: Number(populations.safety), implanted: Number(populations.implanted) },
    ...{ perProtocol: Number(populations.perProtocol), time: endpoint.time, status: STATUS[endpoint.end] },
    ...{ eventOn: endpoint.on, precision: endpoint.precision, records: endpoint.records.join(' ') },
    ...{ deathTime: death.time, deathStatus: Number(death.end === 'death') },
  };
  return Object.keys(ANALYSIS_COLUMNS).map((name) => row[name as keyof typeof ANALYSIS_COLUMNS]);
}
