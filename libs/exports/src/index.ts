export { SEPARATORS, type Separator } from './csv/csv.js';
export type { Choices, ExportFile, ExportSource, PlacedRecord } from './formats/format.js';
export { EXPORT_FORMAT_IDS, EXPORT_FORMATS, type ExportFormatId } from './formats/formats.js';
export type { Row, Study } from './model/dataset.js';
export { type ArmName, type StudyContext, type Subject, subjectOf } from './model/subject.js';
export { cellsOfPatient } from './analysis/cell-readings.js';
