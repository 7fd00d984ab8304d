import { LEDGERS, type Ledger } from '@bali/ledger';
import { JOB_STATUSES, type PackageJob } from '@bali/queries';
import { instant, oneOf, record } from '@bali/schema';
import { type DocumentedAnswer, text } from '@bali/shared-routes';
import { Type } from 'typebox';

const hash = (description: string) => Type.String({ description, pattern: '^[0-9a-f]{64}$' });
const whole = (description: string) => Type.Integer({ description, minimum: 0 });

const job = record({
  id: Type.String({ description: 'identifier', format: 'uuid' }),
  ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...Ledger[]]),
  reason: text('why it is made'),
  requestedBy: text('user id of the person who asked for it'),
  requestedAt: instant('when the person asked for it'),
  treeSize: whole('how many events it holds'),
  root: hash('root over them'),
  texts: oneOf('whether free texts are in it: of the trial ledger, those that the person may know', [
    'included',
    'withheld',
  ]),
  missing: Type.Optional(whole('events acknowledged before it was asked for that are not in it; absent: none')),
  missingBecause: Type.Optional(text('why they are not in it, and what to do')),
  status: oneOf('how it stands; interrupted: the server ended while the package was being made', JOB_STATUSES),
  progress: Type.Optional(
    record({
      step: text('what is being done'),
      done: whole('number of items that are done in this step'),
      of: whole('number of items that this step has'),
    }),
  ),
  bytes: Type.Optional(whole('size of the zip file')),
  sha256: Type.Optional(hash('SHA-256 of the zip file')),
  missingTexts: Type.Optional(
    whole('number of free texts that are not in it although no event in it says that they were redacted'),
  ),
  withheldTexts: Type.Optional(whole('number of free texts that are not in it because the person may not know them')),
  failure: Type.Optional(text('what went wrong')),
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
