import { type About, defineEvent, instant, moment } from '@bali/schema';
import { Type } from 'typebox';
import { device } from '../accounts/account-fields.js';

const until = instant('until when');

export const AccountLockedOut = defineEvent('AccountLockedOut', {
  schemaVersion: 2,
  earlier: [
    // When a lock-out was of the account, wherever somebody came from.
    {
      schemaVersion: 1,
      about: 'after repeated failures nobody can sign in with the account for some time',
      data: { until },
      upcast: (data: object) => data,
      sentence: (data: { readonly until: string }, { account = '' }: About) =>
        `locked the account ${account} until ${moment(data.until)} by repeated failures: nobody can sign in with it until then`,
    },
  ],
  about: 'after repeated failures nobody can sign in with the account for some time, from where they came',
  data: { until, device: Type.Optional(device) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/until', '/device'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: (data: { readonly until: string; readonly device?: string }, { account = '' }: About) => {
    const where = data.device === undefined ? 'from the address' : 'from the device';
    return `locked the account ${account} until ${moment(data.until)} by repeated failures: nobody can sign in ${where} that they came from until then`;
  },
  sample: { until: '2026-03-02T08:01:00.000Z' },
});
