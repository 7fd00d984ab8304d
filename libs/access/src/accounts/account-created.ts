import { defineEvent, line } from '@bali/schema';
import { Type } from 'typebox';

/** An account's identifier: lower case, so that no two differ in case alone. */
export const USER_ID_PATTERN = '^[a-z0-9][a-z0-9._@-]{0,99}$';

export const AccountCreated = defineEvent('AccountCreated', {
  schemaVersion: 1,
  about: 'an account was made for a person',
  data: {
    userId: Type.String({ description: 'the identifier: never changed, never used again', pattern: USER_ID_PATTERN }),
    name: line('the name, as it is printed next to what the person does'),
    organisation: line('where the person works'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/userId', '/name', '/organisation'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CreateAccount', action: 'manage-accounts' },
  sentence: ({ userId, name, organisation }) => `made the account ${userId} for ${name}, ${organisation}`,
  sample: { userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims' },
});
