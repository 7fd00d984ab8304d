import { PasskeyHistory } from '@bali/access/portable';
import { recordOf } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import { NotVerified } from '../verify/not-verified.js';
import type { Policy } from '../verify/policy.js';
import { WHOLE_LEDGER } from '../verify/whole-ledger.js';
import { PackageEvents } from './package-events.js';
import { verifyPackage } from './verify-package.js';

/**
 * Whose passkeys were which, from a package of the access ledger, which is verified whole before it is believed.
 * @throws NotVerified whose finding names the package and the file in it.
 */
export async function readPasskeys(path: string, policy: Policy = {}): Promise<PasskeyHistory> {
  try {
    const { ledger } = await verifyPackage(WHOLE_LEDGER, path, policy);
    if (ledger !== 'access') {
      throw new NotVerified({ fault: 'another-trial', file: FILES.manifest, expected: 'access', found: ledger });
    }
    return await historyIn(path);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    const { finding } = error;
    throw new NotVerified({ ...finding, file: `${path}: ${finding.file}` }, { cause: error });
  }
}

async function historyIn(path: string): Promise<PasskeyHistory> {
  await using events = await PackageEvents.open(path);
  const history = new PasskeyHistory();
  for await (const page of events.read()) for (const { leaf } of page) history.add(recordOf(leaf));
  return history;
}
