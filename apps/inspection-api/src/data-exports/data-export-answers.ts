import { EXPORT_FORMAT_IDS, type ExportFormatId, SEPARATORS } from '@bali/exports';
import type { ExportJob } from '@bali/queries';
import { oneOf, record } from '@bali/schema';
import type { DocumentedAnswer } from '@bali/shared-routes';
import { Type } from 'typebox';
import { hash, JOB_FIELDS, jobStatus, whole } from '../jobs/job-answers.js';

const job = record({
  id: JOB_FIELDS.id,
  format: oneOf('the format', EXPORT_FORMAT_IDS as [ExportFormatId, ...ExportFormatId[]]),
  position: whole('the last event that is in it'),
  arms: oneOf('whether arms are in it', ['masked', 'shown']),
  separator: oneOf('what stands between the cells of CSV', SEPARATORS),
  requestedBy: JOB_FIELDS.requestedBy,
  requestedAt: JOB_FIELDS.requestedAt,
  status: jobStatus('the export'),
  progress: JOB_FIELDS.progress,
  root: Type.Optional(hash("root of the ledger's tree up to that event, once it is ready")),
  files: Type.Optional(whole('number of files in it, once it is ready')),
  bytes: JOB_FIELDS.bytes,
  sha256: JOB_FIELDS.sha256,
  failure: JOB_FIELDS.failure,
});

const EXAMPLE: ExportJob = {
  id: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  format: 'csv',
  position: 682,
  arms: 'masked',
  separator: 'comma',
  requestedBy: 'statistician',
  requestedAt: '2011-11-14T16:00:00.000Z',
  status: 'making',
  progress: { step: 'events', done: 256, of: 683 },
};

export const EXPORT_ANSWER: DocumentedAnswer<ExportJob> = { description: 'The export', schema: job, example: EXAMPLE };
export const EXPORTS_ANSWER: DocumentedAnswer<readonly ExportJob[]> = {
  description: 'The exports that the person asked for, the newest first',
  schema: Type.Array(job),
  example: [EXAMPLE],
};
