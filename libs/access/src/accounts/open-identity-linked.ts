import { defineEvent, line } from '@bali/schema';

export const OpenIdentityLinked = defineEvent('OpenIdentityLinked', {
  schemaVersion: 1,
  about: 'the person signs in with an OpenID provider from now on',
  data: { issuer: line('the provider'), subject: line("the person's identifier there") },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/issuer', '/subject'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'LinkOpenIdentity', action: 'manage-accounts' },
  sentence: ({ issuer, subject }, { account }) =>
    `linked the account ${account ?? ''} to the identifier ${subject} at the OpenID provider ${issuer}, with which the person signs in`,
  sample: { issuer: 'https://login.example.org', subject: '17' },
});
