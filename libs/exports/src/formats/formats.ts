import { ANALYSIS } from '../analysis/analysis-format.js';
import { CSV } from '../csv/csv-format.js';
import { DATASET_JSON, DATASET_NDJSON } from '../dataset-json/dataset-json.js';
import { FHIR } from '../fhir/fhir-format.js';
import { ODM } from '../odm/odm-format.js';
import { XPT } from '../xpt/xpt-format.js';
import type { ExportFormat } from './format.js';

/** The formats that the trial is exported in, by the name that people type. */
export const EXPORT_FORMATS = {
  csv: CSV,
  'dataset-json': DATASET_JSON,
  'dataset-ndjson': DATASET_NDJSON,
  xpt: XPT,
  odm: ODM,
  fhir: FHIR,
  analysis: ANALYSIS,
} as const satisfies Record<string, ExportFormat>;

export type ExportFormatId = keyof typeof EXPORT_FORMATS;
export const EXPORT_FORMAT_IDS = Object.keys(EXPORT_FORMATS) as ExportFormatId[];
