import { LEDGERS, type Ledger } from '@bali/ledger';
import type { ConsistencyView, InclusionView, LedgerEntry, LedgerView, Page } from '@bali/queries';
import {
  actor,
  type DocumentedAnswer,
  eventData,
  eventIdentifier,
  EXAMPLE_ACTOR,
  pageOf,
  place,
  recordedAt,
  text,
  yesOrNo,
} from '@bali/shared-routes';
import { instant, oneOf, patientCode, record, siteCode } from '@bali/schema';
import { Type } from 'typebox';

const hash = (description: string) => Type.String({ description, contentEncoding: 'base64' });
const hashes = Type.Array(hash('a hash of the tree'), { description: 'from the leaf up, as RFC 6962 has them' });
const EXAMPLE_HASH = Buffer.alloc(32, 7).toString('base64');

export const LEDGERS_ANSWER: DocumentedAnswer<readonly LedgerView[]> = {
  description: 'Each ledger that the person may read whole',
  schema: Type.Array(
    record({
      ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...Ledger[]]),
      origin: text('name of the log in its checkpoints'),
      keys: Type.Array(record({ verifierKey: text('C2SP signed-note "vkey"'), fingerprint: text('for paper') })),
      signedSize: Type.Optional(place('how many events the last checkpoint is of')),
    }),
  ),
  example: [
    {
      ledger: 'trial',
      origin: 'bali.localhost/NCT00904501/trial',
      keys: [{ verifierKey: 'bali.localhost/NCT00904501/trial+c3f2…', fingerprint: '5f5f 5f5f …' }],
      signedSize: 683,
    },
  ],
};

export const INCLUSION_ANSWER: DocumentedAnswer<InclusionView> = {
  description: 'The proof',
  schema: record({ index: place('of the event'), size: place('of the tree'), root: hash('of the tree'), hashes }),
  example: { index: 127, size: 683, root: EXAMPLE_HASH, hashes: [EXAMPLE_HASH] },
};

export const CONSISTENCY_ANSWER: DocumentedAnswer<ConsistencyView> = {
  description: 'The proof',
  schema: record({
    from: place('older tree size'),
    to: place('newer tree size'),
    fromRoot: hash('root of the older tree'),
    toRoot: hash('root of the newer tree'),
    hashes,
  }),
  example: { from: 127, to: 683, fromRoot: EXAMPLE_HASH, toRoot: EXAMPLE_HASH, hashes: [EXAMPLE_HASH] },
};

export const LEDGER_ENTRIES_ANSWER: DocumentedAnswer<Page<LedgerEntry>> = {
  description: 'Entries, the newest first',
  schema: pageOf(
    record({
      position: place('in the ledger, from 0'),
      id: eventIdentifier('of the event'),
      type: text('type of event'),
      stream: text('the record that it belongs to'),
      patient: Type.Optional(patientCode),
      site: Type.Optional(siteCode),
      recordedAt,
      recordedAtSite: Type.Optional(instant('the same moment in the time zone of the trial, with its offset')),
      late: yesOrNo('recorded long after it happened'),
      actor,
      reasonCode: Type.Optional(text('why, as a code')),
      reason: Type.Optional(
        text(
          'why, in the words of whoever did it, as far as the reader may know: not what somebody wrote who knew an arm',
        ),
      ),
      data: eventData,
      sentence: text('all of it as people read it'),
    }),
  ),
  example: {
    items: [
      {
        position: 12,
        id: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
        type: 'SignedIn',
        stream: 'account-c.martin',
        recordedAt: '2011-03-02T09:05:12.318Z',
        recordedAtSite: '2011-03-02T10:05:12+01:00',
        late: false,
        data: { session: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', role: 'investigator', sites: ['REI'] },
        actor: EXAMPLE_ACTOR,
        sentence:
          'On 2011-03-02 at 09:05:12 UTC (10:05:12 in Europe/Paris), Claire Martin (investigator, CHU de Reims) signed in with the ' +
          'account c.martin as investigator for the site REI (session 6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a).',
      },
    ],
  },
};
