import { askBounded, NoAnswer } from '@bali/log';
import { MAX_WITNESS_BYTES } from '@bali/witness';
import type { KnownLog, Witness } from './witness.js';

const TIMEOUT_MS = 5_000;
/** How often a log that has grown meanwhile is asked again at once. */
const TRIES = 5;

/**
 * Goes to a log that cannot come to this witness: fetches its newest checkpoint with a proof, cosigns it, and sends the cosignature
 * there. What goes wrong stands on the page, and is tried again at the next time.
 */
export async function pollLog(witness: Witness, log: KnownLog & { readonly url: string }): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const outcome = await once(witness, log).catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
      witness.hear(log.origin, 0, `The log ${log.url} ${error.message.replace('the other party ', '')}.`);
      return 'failed' as const;
    });
    if (outcome !== 'again') return outcome === 'kept';
  }
  return false;
}

async function once(
  witness: Witness,
  { origin, url }: KnownLog & { readonly url: string },
): Promise<'kept' | 'failed' | 'again'> {
  const size = witness.seenOf(origin).latest?.size ?? 0;
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_WITNESS_BYTES };
  const asked = await askBounded({ ...limits, url: `${url}/checkpoint?old=${size}` });
  if (asked.status !== 200) {
    const fewer = asked.status === 409 ? ` IT HAS FEWER EVENTS THAN THE ${size} THAT WERE COSIGNED.` : '';
    witness.hear(origin, asked.status, `The log did not give its newest checkpoint (${asked.status}).${fewer}`);
    return 'failed';
  }
  const { status } = await witness.addCheckpoint(asked.body);
  const checkpoint = witness.seenOf(origin).latest?.note;
  if (status !== 200 || checkpoint === undefined) return 'failed';
  const sent = await askBounded({
    ...{ ...limits, url: `${url}/cosignatures`, method: 'POST' },
    ...{ contentType: 'application/json', body: JSON.stringify({ checkpoint }) },
  });
  if (sent.status >= 200 && sent.status < 300) return 'kept';
  witness.hear(origin, sent.status, `cosigned, but the log did not take the cosignature (${sent.status})`);
  return sent.status === 409 ? 'again' : 'failed';
}
