import { defineEvent, instant, moment } from '@bali/schema';

export const AccountLockedOut = defineEvent('AccountLockedOut', {
  schemaVersion: 1,
  about: 'after repeated failures nobody can sign in with the account for some time',
  data: { until: instant('until when') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/until'],
  signedUnder: [],
  command: undefined,
  sentence: ({ until }, { account }) =>
    `locked the account ${account ?? ''} until ${moment(until)} by repeated failures: nobody can sign in with it until then`,
  sample: { until: '2026-03-02T08:01:00.000Z' },
});
