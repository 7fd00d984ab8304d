import { attemptSource } from '@bali/access';
import { type KnownDevice, pageCookieIn } from '@bali/http';
import type { Identity } from '../open-identity.js';

const MAX_CODE_LENGTH = 100;

/** From which device, or with which recovery code, somebody tries to sign in, or to change a password, if the account knows it. */
export function knownDeviceOf({ accounts }: Identity): KnownDevice {
  return async (request) => {
    const { body, ip } = request;
    const { userId, ...given } = (body ?? {}) as Readonly<
      Partial<Record<'userId' | 'deviceToken' | 'recoveryCode', unknown>>
    >;
    if (typeof userId !== 'string') return undefined;
    const deviceToken = textIn(given.deviceToken ?? pageCookieIn(request, { deviceOf: userId }));
    const recoveryCode = textIn(given.recoveryCode);
    if ((deviceToken ?? recoveryCode) === undefined) return undefined;
    const account = (await accounts.all()).find((it) => it.userId === userId);
    return account && attemptSource(account, ip, { deviceToken, recoveryCode }).device;
  };
}

/** A value that is no text, or far too long for a code, is looked at by whoever validates the body. */
function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_CODE_LENGTH ? value : undefined;
}
