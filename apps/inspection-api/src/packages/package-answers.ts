import { LEDGERS, type Ledger } from '@bali/ledger';
import type { PackageJob } from '@bali/queries';
import { oneOf, record } from '@bali/schema';
import { type DocumentedAnswer, text } from '@bali/shared-routes';
import { Type } from 'typebox';
import { hash, JOB_FIELDS, jobStatus, whole } from '../jobs/job-answers.js';

const job = record({
  id: JOB_FIELDS.id,
  ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...Ledger[]]),
  reason: text('why it is made'),
  requestedBy: JOB_FIELDS.requestedBy,
  requestedAt: JOB_FIELDS.requestedAt,
  treeSize: whole('how many events it holds'),
  root: hash('root over them'),
  texts: oneOf('whether free texts are in it: of the trial ledger, those that the person may know', [
    'included',
    'withheld',
  ]),
  missing: Type.Optional(whole('events acknowledged before it was asked for that are not in it; absent: none')),
  missingBecause: Type.Optional(text('why they are not in it, and what to do')),
  status: jobStatus('the package'),
  progress: JOB_FIELDS.progress,
  bytes: JOB_FIELDS.bytes,
  sha256: JOB_FIELDS.sha256,
  missingTexts: Type.Optional(
    whole('number of free texts that are not in it although no event in it says that they were redacted'),
  ),
  withheldTexts: Type.Optional(whole('number of free texts that are not in it because the person may not know them')),
  failure: JOB_FIELDS.failure,
});

const EXAMPLE: PackageJob = {
  id: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  ledger: 'trial',
  reason: 'routine inspection',
  requestedBy: 'inspector',
  requestedAt: '2011-11-14T16:00:00.000Z',
  treeSize: 683,
  root: '5f'.repeat(32),
  texts: 'withheld',
  status: 'making',
  progress: { step: 'events', done: 256, of: 683 },
};

export const JOB_ANSWER: DocumentedAnswer<PackageJob> = { description: 'The package', schema: job, example: EXAMPLE };
export const JOBS_ANSWER: DocumentedAnswer<readonly PackageJob[]> = {
  description: 'The packages that the person asked for, the newest first',
  schema: Type.Array(job),
  example: [EXAMPLE],
};
