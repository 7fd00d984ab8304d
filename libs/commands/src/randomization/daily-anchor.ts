import { SYSTEM_ACTOR } from '@bali/access';
import type { BlindingData, BlindingState } from '@bali/blinding';
import { canonicalJson, sha256Hex } from '@bali/ledger';
import type { KeptCheckpoint } from '@bali/event-store';
import type { DailyDuty, TransparencyLog } from '@bali/log';
import { isAnchored, isRegistered, TRIAL_STREAM, type TrialState } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import { type CommandEnvelope, CommandTexts, OWN_SOURCE, type RandomBytes } from '../loop/command.js';
import { CommandRefused } from '../loop/errors.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';

type Anchor = Omit<BlindingData<'AnchorMade'>, 'request'>;
export type AnchorSaga = Saga<Anchor, BlindingState, BlindingData<'AnchorMade'>>;

const NONCE_BYTES = 32;

/** Nonce and checkpoint are kept in the sealed ledger; then the trial ledger gets their hash, which tells nothing. */
export function anchorSaga(streams: StreamLoader<BlindingState>): AnchorSaga {
  return {
    begins: 'AnchorMade',
    streams,
    isOneForAll: true,
    tellsReason: false,
    isFor: ({ anchoredOn }, wanted) => anchoredOn === wanted.anchoredOn,
    expects: anchored,
    part: () => 'make-anchor',
    begin: (wanted, { pending }, { request }) => {
      const isMade = pending.some(({ type, data }) => type === 'AnchorMade' && isOf(wanted.anchoredOn, data));
      return { events: isMade ? [] : [{ type: 'AnchorMade', data: { ...wanted, request } }] };
    },
    finish: anchored,
  };
}

/** What it takes to anchor. */
export interface Anchoring {
  readonly trialId: string;
  readonly randomBytes: RandomBytes;
  readonly trials: StreamLoader<TrialState>;
  readonly sagas: TwoLedgerSagas;
  readonly saga: AnchorSaga;
}

/** The logs that the trial's commits to. */
export interface AnchoredLogs {
  readonly sealed: TransparencyLog;
  readonly access: TransparencyLog;
}

/**
 * Anchors the sealed and the access ledger in the trial's once a day, whatever happened. The command of a day has one id, so it is done once
 * through any number of instances.
 */
export function dailyAnchor(anchoring: Anchoring, logs: AnchoredLogs): DailyDuty {
  const { trialId, randomBytes, trials, sagas, saga } = anchoring;
  return {
    name: 'anchor the sealed and the access ledger',
    perform: async (day) => {
      const { state } = await trials.load(TRIAL_STREAM);
      if (!isRegistered(state) || isAnchored(state, day)) return;
      const { note: checkpoint } = await checkpointOf(logs.sealed);
      const { note: accessCheckpoint } = await checkpointOf(logs.access);
      const envelope = envelopeFor(day, trialId);
      const nonce = Buffer.from(randomBytes(NONCE_BYTES, `nonce of the anchor of ${day}`)).toString('hex');
      const given = { envelope, texts: new CommandTexts(envelope.commandId, randomBytes) };
      const wanted = { anchoredOn: day, checkpoint, accessCheckpoint, nonce };
      try {
        await sagas.run(saga, { given, wanted });
      } catch (error) {
        // Somebody else was quicker.
        if (!(error instanceof CommandRefused)) throw error;
      }
    },
  };
}

async function checkpointOf({ origin, reader }: TransparencyLog): Promise<KeptCheckpoint> {
  const checkpoint = await reader.latestCheckpoint();
  if (checkpoint === undefined) throw new Error(`the log ${origin} has no checkpoint to be anchored yet`);
  return checkpoint;
}

/** An anchor that an earlier version of this software began is finished as that version would have. */
function anchored({ anchoredOn, checkpoint, accessCheckpoint, nonce }: Anchor) {
  const type = 'AnchorSealedLedger' as const;
  if (accessCheckpoint === undefined) {
    const anchor = sha256Hex(Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.from(checkpoint)]));
    return { command: { type, data: { anchoredOn, anchor } } };
  }
  const anchor = sha256Hex(canonicalJson({ nonce, sealed: checkpoint, access: accessCheckpoint }));
  return { command: { type, data: { anchoredOn, anchor, ledgers: 'sealed-and-access' as const } } };
}

function isOf(day: string, data: object): boolean {
  return (data as Anchor).anchoredOn === day;
}

function envelopeFor(day: string, trialId: string): CommandEnvelope {
  const commandId = uuidV5(`urn:bali:${trialId}:anchor:${day}`, uuidV5.URL);
  return { commandId, causationId: commandId, correlationId: commandId, actor: SYSTEM_ACTOR, source: OWN_SOURCE };
}
