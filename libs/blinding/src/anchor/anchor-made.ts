import { calendarDate, defineEvent, digest } from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

/** What the anchor of a day in the trial ledger is the hash of. */
export const AnchorMade = defineEvent('AnchorMade', {
  schemaVersion: 1,
  about: 'an anchor of the sealed ledger was made',
  data: {
    anchoredOn: calendarDate('the day, UTC'),
    checkpoint: Type.String({ description: 'the checkpoint, as it was hashed', maxLength: 6_000 }),
    nonce: digest('no hash: 32 random bytes'),
    request,
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/anchoredOn', '/checkpoint', '/nonce', '/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ anchoredOn, checkpoint, nonce }) => {
    const [, size = '', root = ''] = checkpoint.split('\n');
    return `the sealed ledger of ${size} records with the root ${root} was anchored for ${anchoredOn}, with the secret nonce ${nonce}`;
  },
  sample: {
    anchoredOn: '2011-03-02',
    checkpoint: 'bali.localhost/NCT00904501/sealed\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    nonce: '12'.repeat(32),
    request: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' },
  },
});
