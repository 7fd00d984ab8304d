import type { Dataset, Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import type { Places } from '../sdtm/relations.js';
import { ADAE, adaeRows } from './adae.js';
import { ADEFF, adeffRows } from './adeff.js';
import { ADSL, adslRows } from './adsl.js';
import { ADTTE, adtteRows } from './adtte.js';

export const ADAM_DATASETS: readonly Dataset[] = [ADSL, ADAE, ADEFF, ADTTE];

/** The rows of one subject in the tables of the analysis, of the record as it is analysed. */
export function analysisTables(of: Subject, places: Places): ReadonlyMap<string, readonly Row[]> {
  const subject = { ...of, state: of.analysed };
  return new Map([
    ['ADSL', adslRows(subject)],
    ['ADAE', adaeRows(subject)],
    ['ADEFF', adeffRows(subject)],
    ['ADTTE', adtteRows(subject, places)],
  ]);
}
