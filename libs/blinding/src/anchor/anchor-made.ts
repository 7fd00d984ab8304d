import { calendarDate, defineEvent, digest } from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

const DAY = calendarDate('the day, UTC');
const CHECKPOINT = Type.String({ description: 'the checkpoint, as it was hashed', maxLength: 6_000 });
const NONCE = digest('no hash: 32 random bytes');

/** What the anchor of a day in the trial ledger is the hash of. */
export const AnchorMade = defineEvent('AnchorMade', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { anchoredOn: DAY, checkpoint: CHECKPOINT, nonce: NONCE, request },
      upcast: (data: object) => data,
    },
  ],
  about: 'an anchor of the sealed ledger was made',
  data: {
    anchoredOn: DAY,
    checkpoint: CHECKPOINT,
    accessCheckpoint: Type.Optional(
      Type.String({
        description: "the access ledger's checkpoint, as it was hashed; absent: it was not",
        maxLength: 2_000,
      }),
    ),
    nonce: NONCE,
    request,
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/anchoredOn', '/checkpoint', '/accessCheckpoint', '/nonce', '/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ anchoredOn, checkpoint, accessCheckpoint, nonce }) => {
    const access = accessCheckpoint === undefined ? '' : ` and the access ledger of ${inWords(accessCheckpoint)}`;
    const were = access === '' ? 'was' : 'were';
    return `the sealed ledger of ${inWords(checkpoint)}${access} ${were} anchored for ${anchoredOn}, with the secret nonce ${nonce}`;
  },
  sample: {
    anchoredOn: '2011-03-02',
    checkpoint: 'bali.localhost/NCT00904501/sealed\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    accessCheckpoint: 'bali.localhost/NCT00904501/access\n9\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    nonce: '12'.repeat(32),
    request: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' },
  },
});

function inWords(checkpoint: string): string {
  const [, size = '', root = ''] = checkpoint.split('\n');
  return `${size} records with the root ${root}`;
}
