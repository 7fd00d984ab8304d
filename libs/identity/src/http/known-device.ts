import { attemptSource } from '@bali/access';
import type { KnownDevice } from '@bali/http';
import type { Identity } from '../open-identity.js';

/** From which device somebody tries to sign in, or to change a password, if the account knows it. */
export function knownDeviceOf({ accounts }: Identity): KnownDevice {
  return async ({ body, ip }) => {
    const { userId, deviceToken } = (body ?? {}) as { readonly userId?: unknown; readonly deviceToken?: unknown };
    if (typeof userId !== 'string' || typeof deviceToken !== 'string') return undefined;
    const account = (await accounts.all()).find((it) => it.userId === userId);
    return account && attemptSource(account, ip, deviceToken).device;
  };
}
