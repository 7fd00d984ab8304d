import type { BlindingEvent, BlindingState } from '@bali/blinding';
import type { CommandEnvelope } from '@bali/commands';
import { SYSTEM_ACTOR } from '@bali/identity';
import type { DailyDuty, TransparencyLog } from '@bali/log';
import { type Decision, isAnchored, isRegistered, TRIAL_STREAM } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import type { Finishing } from '../begun/finishing.js';
import type { Resources } from '../resources.js';
import type { SealedCommands } from '../sealed/sealed-commands.js';

const OWN_SOURCE = { client: 'bali', ip: '127.0.0.1' };
const NONCE_BYTES = 32;

/** What it takes to anchor: open once the duty is due. */
export interface Anchoring {
  readonly resources: Resources;
  readonly sealed: SealedCommands;
  readonly finishing: Finishing;
}

/**
 * Anchors the sealed ledger in the trial's once a day, whatever happened: nonce and checkpoint are kept in the sealed ledger
 * first, then the trial ledger gets their hash, which tells nothing. The command of a day has one id, so it is done once
 * through any number of instances.
 */
export function dailyAnchor(opening: () => Anchoring | undefined, sealedLog: TransparencyLog): DailyDuty {
  return {
    name: 'anchor the sealed ledger',
    perform: async (day) => {
      const anchoring = opening();
      if (anchoring === undefined) throw new Error('the ledgers are not open yet');
      const { resources: opened, sealed, finishing } = anchoring;
      const { state } = await opened.trials.load(TRIAL_STREAM);
      if (!isRegistered(state) || isAnchored(state, day)) return;
      const checkpoint = await sealedLog.reader.latestCheckpoint();
      if (checkpoint === undefined) throw new Error('the sealed ledger has no checkpoint to be anchored yet');
      const envelope = envelopeFor(day, opened.trialId);
      const nonce = Buffer.from(opened.randomBytes(NONCE_BYTES, `nonce of the anchor of ${day}`)).toString('hex');
      const made = { anchoredOn: day, checkpoint: checkpoint.note, nonce, request: { commandId: envelope.commandId } };
      const after = await sealed.record({
        ...{ envelope, part: 'make-anchor', streams: opened.blinding },
        decide: (before): Decision<BlindingEvent> =>
          anchorOf(before, day) === undefined ? { events: [{ type: 'AnchorMade', data: made }] } : { events: [] },
      });
      const anchor = anchorOf(after, day);
      if (anchor !== undefined) await finishing.finishOrGiveUp({ type: 'AnchorMade', ...anchor });
    },
  };
}

function anchorOf({ anchors }: BlindingState, day: string) {
  return anchors.findLast(({ data }) => data.anchoredOn === day);
}

function envelopeFor(day: string, trialId: string): CommandEnvelope {
  const commandId = uuidV5(`urn:bali:${trialId}:anchor:${day}`, uuidV5.URL);
  return { commandId, causationId: commandId, correlationId: commandId, actor: SYSTEM_ACTOR, source: OWN_SOURCE };
}
