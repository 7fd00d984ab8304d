import type { DisclosureEvent } from '@bali/access';
import { DisclosureLog } from '@bali/commands';
import { type DataDirectory, openLedger, SYSTEM, thisSoftware } from '@bali/installation';
import type { Actor } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';

/** That something is made is in the access ledger before it is there [EMA-621-file]. */
export async function recordDisclosure(directory: DataDirectory, event: DisclosureEvent): Promise<void> {
  const accessLedger = await openLedger(directory, 'access');
  try {
    const { now, randomBytes } = SYSTEM;
    const log = new DisclosureLog({ accessLedger, trialId: TRIAL.id, software: thisSoftware(), now, randomBytes });
    const shownTo = { actor: operator(), requestId: randomUUID(), source: { client: 'bali', ip: '127.0.0.1' } };
    await log.record(event, shownTo);
  } finally {
    await accessLedger.close();
  }
}

/** Whoever may read the files of the installation stands in the record as the system, by their name on this machine. */
export function operator(): Actor {
  const name = `Operator ${userInfo().username} on the command line`;
  return { userId: 'system', name, role: 'administrator', organisation: TRIAL.sponsor };
}
