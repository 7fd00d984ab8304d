import { type About, defineEvent, instant, moment } from '@bali/schema';
import { Type } from 'typebox';
import { device } from '../accounts/account-fields.js';

/** As it was written when a lock-out was of the account, wherever somebody came from. */
export const AccountLockedOutV1 = defineEvent('AccountLockedOut', {
  schemaVersion: 1,
  about: 'after repeated failures nobody can sign in with the account for some time',
  data: { until: instant('until when') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/until'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ until }, { account }) =>
    `locked the account ${account ?? ''} until ${moment(until)} by repeated failures: nobody can sign in with it until then`,
  sample: { until: '2026-03-02T08:01:00.000Z' },
});

export const AccountLockedOut = defineEvent('AccountLockedOut', {
  schemaVersion: 2,
  about: 'after repeated failures nobody can sign in with the account for some time, from where they came',
  data: { until: instant('until when'), device: Type.Optional(device) },
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
