import { defineEvent, line, listed } from '@bali/schema';
import { Type } from 'typebox';
import { accountId } from './account-fields.js';

const fields = {
  userId: accountId('the identifier: never changed, never used again'),
  name: line('the name, as it is printed next to what the person does'),
  organisation: line('where the person works'),
} as const;

export const AccountCreated = defineEvent('AccountCreated', {
  schemaVersion: 2,
  about: 'an account was made for a person',
  data: {
    ...fields,
    samePersonAs: Type.Optional(accountId('another account that the person has or had')),
    anotherPersonThan: Type.Optional(
      Type.Array(accountId('an account'), {
        description: 'accounts of the same name, of which the administrator said that they are those of other people',
        maxItems: 100,
      }),
    ),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/userId', '/name', '/organisation', '/samePersonAs', '/anotherPersonThan'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'CreateAccount', action: 'manage-accounts' },
  sentence: ({ userId, name, organisation, samePersonAs, anotherPersonThan }) => {
    const same = samePersonAs === undefined ? '' : `, the person who has or had the account ${samePersonAs}`;
    const other =
      anotherPersonThan === undefined ? '' : `, another person than whoever has ${listed(anotherPersonThan)}`;
    return `made the account ${userId} for ${name}, ${organisation}${same}${other}`;
  },
  sample: { userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims', samePersonAs: 'c.martin' },
  earlier: [{ schemaVersion: 1, data: fields, upcast: (data: object) => data }],
});
