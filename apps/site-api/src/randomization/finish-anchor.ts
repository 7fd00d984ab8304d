import type { Begun } from '@bali/blinding';
import { CommandRefused } from '@bali/command-handling';
import { sha256Hex } from '@bali/ledger';
import { decideTrial, entriesOfType, TRIAL_STREAM, type TrialState } from '@bali/trial';
import type { Resources } from '../resources.js';
import { finishing } from './begun-request.js';

export function isAnchored(trial: TrialState, day: string): boolean {
  return entriesOfType(trial, 'SealedLedgerAnchored').some(({ data }) => data.anchoredOn === day);
}

/** Tells the trial ledger of an anchor that was made: SHA-256 of its nonce and its checkpoint, once a day. */
export async function finishAnchor(made: Begun<'AnchorMade'>, resources: Resources): Promise<void> {
  const { anchoredOn, checkpoint, nonce } = made.data;
  const anchor = sha256Hex(Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.from(checkpoint)]));
  try {
    await resources.handler.handle({
      ...(await finishing(made, resources)),
      streams: resources.trials,
      stream: () => TRIAL_STREAM,
      decide: (state, context) =>
        decideTrial({ type: 'AnchorSealedLedger', data: { anchoredOn, anchor } }, state, context),
    });
  } catch (error) {
    // Another instance was quicker.
    if (!(error instanceof CommandRefused) || error.refusal.code !== 'already-anchored') throw error;
  }
}
