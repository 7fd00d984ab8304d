import type { Dataset, Row, Tables } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { DM } from './dm.js';
import { BE, BS, CP, GF } from './materials.js';
import { TA, TE, TI, TS, TV } from './design.js';
import { DV } from './deviations.js';
import { DS } from './disposition.js';
import type { Domain } from './domain.js';
import { AE, CE, MH } from './events.js';
import { CV, DD, FA, LB, QS, RS, SS } from './findings.js';
import { CM, EC, EX, PR, SU } from './interventions.js';
import {
  CO,
  commentsOf,
  type Place,
  type Places,
  RELREC,
  relatedRecordsOf,
  supplementalDataset,
  supplementalRows,
} from './relations.js';
import { IE, SV } from './sv-ie.js';

const DOMAINS: readonly Domain[] = [
  DM,
  SV,
  CM,
  EC,
  EX,
  PR,
  SU,
  AE,
  CE,
  DS,
  DV,
  MH,
  CV,
  DD,
  FA,
  IE,
  LB,
  QS,
  RS,
  SS,
  BE,
  BS,
  CP,
  GF,
];

/** Every table of SDTM that is exported: what is of subjects, then the design. */
export const SDTM_DATASETS: readonly Dataset[] = [
  ...[TA, TE, TI, TS, TV],
  ...DOMAINS.map(({ dataset }) => dataset),
  ...[CO, RELREC],
  ...DOMAINS.filter(({ supplemental }) => supplemental.length > 0).map(supplementalDataset),
];

/** All rows of one subject by table, and where the rows of each entry are. */
export function subjectTables(subject: Subject): { readonly tables: Tables; readonly places: Places } {
  const tables = new Map<string, Row[]>();
  const places = new Map<string, Place[]>();
  const add = (name: string, ...rows: readonly Row[]): void => {
    tables.set(name, [...(tables.get(name) ?? []), ...rows]);
  };
  for (const domain of DOMAINS) {
    const { name } = domain.dataset;
    for (const { entry, values, supplemental } of domain.rowsOf(subject)) {
      add(name, values);
      if (supplemental !== undefined) add(`SUPP${name}`, ...supplementalRows(domain, values, supplemental));
      const [id = entry] = entry.split('#');
      const sequence = Number(values[`${name}SEQ`] ?? 1);
      places.set(id, [...(places.get(id) ?? []), { domain: name, sequence }]);
    }
  }
  add('CO', ...commentsOf(subject, places));
  add('RELREC', ...relatedRecordsOf(subject, places));
  return { tables, places };
}
