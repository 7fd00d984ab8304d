export { SEPARATORS, type Separator } from './csv/csv.js';
export type { Choices, ExportFile, ExportFormat, ExportSource, PlacedRecord } from './formats/format.js';
export { EXPORT_FORMAT_IDS, EXPORT_FORMATS, type ExportFormatId } from './formats/formats.js';
export type { Dataset, Row, Study } from './model/dataset.js';
export { type ArmName, type StudyContext, type Subject, subjectOf } from './model/subject.js';
