import type { Receipt } from '@bali/queries';
import { record } from '@bali/schema';
import { Type } from 'typebox';
import { type DocumentedAnswer, eventIdentifier, place, text } from '../answers/answers.js';

export const RECEIPT_ANSWER: DocumentedAnswer<Receipt> = {
  description: 'the receipt; docs/transparency-log.md says how to verify it without us',
  schema: record({
    event: eventIdentifier('id of the event'),
    index: place('place of the event in the ledger, which is the index of its leaf'),
    leaf: Type.String({
      description: 'the bytes of the record as they are hashed (canonical JSON), in base64',
      contentEncoding: 'base64',
    }),
    proof: text('C2SP tlog-proof: index, inclusion proof, and signed checkpoint'),
    verifierKeys: Type.Array(text('C2SP verifier key'), {
      description: 'keys of the log; to be compared with the fingerprint that you were given on paper',
    }),
  }),
  example: {
    event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
    index: 1,
    leaf: 'eyJkYXRhIjp7fX0=',
    proof:
      'c2sp.org/tlog-proof@v1\nindex 1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      'bali.localhost/NCT00904501/trial\n2\nfeqCu+/CEZHHeaBW0qLjH9TAYPn4eZNUp76SZ+SAmk4=\n\n' +
      '— bali.localhost/NCT00904501/trial vgOvwJ9fBiZ+…\n',
    verifierKeys: ['bali.localhost/NCT00904501/trial+be03afc0+ASmKUZmuSZDCxK0p5eNfPM7Nn5KZyoTzdvMZFcOqF7pD'],
  },
};
