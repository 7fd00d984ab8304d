import type { SignatureGiven } from '@bali/access';
import { openSealedText, type PendingCommand, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { DecidedEvent } from '@bali/schema';
import { type PendingRequest, signatureFor } from '@bali/trial';
import { type Given, sealedTexts } from '../intake/command-intake.js';
import { type CommandEnvelope, CommandTexts, type RandomBytes, type Signer } from '../loop/command.js';

/** A command that began in the sealed ledger, as far as finishing it needs to know it. */
export type Pending<Data extends PendingCommand['data'] = PendingCommand['data']> = Pick<
  PendingCommand<Data>,
  'type' | 'data' | 'metadata'
>;

/** What texts are kept with beside the sealed ledger, and opened with. */
export interface Sealing {
  readonly sealedLedger: EventStore;
  readonly sealingKeys: SealingKeys;
  readonly randomBytes: RandomBytes;
}

/** Stands around the event in the trial ledger: the command that was given, whoever finishes it. */
export function envelopeOf({ data, metadata }: Pick<Pending, 'data' | 'metadata'>): CommandEnvelope {
  const { causationId, correlationId, actor, source } = metadata;
  return { commandId: data.request.commandId, causationId, correlationId, actor, source };
}

/**
 * What has to be kept of a command so that it can be finished by somebody else: its reason lies beside the sealed ledger, with
 * the salt that it has in the trial ledger.
 * @param signed the event of the trial ledger that stands under the command's signature.
 */
export function pendingRequest(
  { envelope, texts, reason, signer }: Given,
  signed: DecidedEvent | undefined,
  sealing: Sealing,
): { readonly request: PendingRequest; readonly texts: CommandTexts } {
  const signature = signed && signer?.signatureOf(signed);
  const text = texts.kept.find(({ hash }) => hash === reason);
  const salt = Buffer.from(text?.salt ?? '', 'hex');
  const kept = sealedTexts(envelope.commandId, sealing, () => salt);
  const why = text && { hash: text.hash, kept: kept.keep(text.text) };
  const request = { commandId: envelope.commandId, ...(signature && { signature }), ...(why && { reason: why }) };
  return { request, texts: kept };
}

/** What the command itself would have been handled with, made again of what was kept of it. */
export async function asGiven(pending: Pending, { sealedLedger, sealingKeys }: Sealing) {
  const envelope = envelopeOf(pending);
  const { reason, signature } = pending.data.request;
  const [kept] = reason === undefined ? [] : (await sealedLedger.readTexts([reason.kept])).authentic.values();
  const salt = Buffer.from(kept?.salt ?? '', 'hex');
  const texts = new CommandTexts(envelope.commandId, () => salt);
  // A text that was erased meanwhile is erased: the event holds its hash.
  if (kept !== undefined) texts.keep(await openSealedText(kept, sealingKeys));
  return {
    envelope,
    texts,
    ...(reason && { reason: reason.hash }),
    ...(signature && { signer: signedBefore(signature) }),
  };
}

/** The signature that was given with the command. */
function signedBefore(given: SignatureGiven): Signer {
  return {
    ask: () => Promise.resolve(false),
    signatureOf: (event) => (signatureFor(event)?.meaning === given.meaning ? given : undefined),
  };
}
