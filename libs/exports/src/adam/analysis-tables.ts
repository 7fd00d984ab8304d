import type { Dataset, Row } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import type { Places } from '../sdtm/relations.js';
import { ADAE, adaeRows } from './adae.js';
import { ADEFF, adeffRows } from './adeff.js';
import { ADSL, adslRows } from './adsl.js';
import { ADTTE, adtteRows } from './adtte.js';

export const ADAM_DATASETS: readonly Dataset[] = [ADSL, ADAE, ADEFF, ADTTE];

/** The rows of one subject in the tables of the analysis. */
export function analysisTables(subject: Subject, places: Places): ReadonlyMap<string, readonly Row[]> {
  return new Map([
    ['ADSL', adslRows(subject)],
    ['ADAE', adaeRows(subject)],
    ['ADEFF', adeffRows(subject)],
    ['ADTTE', adtteRows(subject, places)],
  ]);
}
