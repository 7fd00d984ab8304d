import { EXPORT_FORMAT_IDS, type ExportFormatId, SEPARATORS } from '@bali/exports';
import { type ExportJob, JOB_STATUSES } from '@bali/queries';
import { instant, oneOf, record } from '@bali/schema';
import { type DocumentedAnswer, text } from '@bali/shared-routes';
import { Type } from 'typebox';

const hash = (description: string) => Type.String({ description, pattern: '^[0-9a-f]{64}$' });
const whole = (description: string) => Type.Integer({ description, minimum: 0 });

const job = record({
  id: Type.String({ description: 'identifier', format: 'uuid' }),
  format: oneOf('the format', EXPORT_FORMAT_IDS as [ExportFormatId, ...ExportFormatId[]]),
  position: whole('the last event that is in it'),
  arms: oneOf('whether arms are in it', ['masked', 'shown']),
  separator: oneOf('what stands between the cells of CSV', SEPARATORS),
  requestedBy: text('user id of the person who asked for it'),
  requestedAt: instant('when the person asked for it'),
  status: oneOf('how it stands; interrupted: the server ended while the export was being made', JOB_STATUSES),
  progress: Type.Optional(
    record({
      step: text('what is being done'),
      done: whole('number of items that are done in this step'),
      of: whole('number of items that this step has'),
    }),
  ),
  root: Type.Optional(hash("root of the ledger's tree up to that event, once it is ready")),
  files: Type.Optional(whole('number of files in it, once it is ready')),
  bytes: Type.Optional(whole('size of the zip file')),
  sha256: Type.Optional(hash('SHA-256 of the zip file')),
  failure: Type.Optional(text('what went wrong')),
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
