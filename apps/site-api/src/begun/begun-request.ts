import { type Begun, openSealedText } from '@bali/blinding';
import { type CommandEnvelope, CommandTexts, type Signer } from '@bali/commands';
import type { SignatureGiven } from '@bali/access';
import { type PendingRequest, signatureFor } from '@bali/trial';
import type { Recordable, Recording } from '../recording/recording.js';
import type { Resources } from '../resources.js';

/** What was begun in the sealed ledger and is finished in the trial ledger. */
export type BegunRequest<Data extends Begun['data'] = Begun['data']> = Pick<Begun<Data>, 'data' | 'metadata'>;

/** Stands around the event in the trial ledger: the command that was given, whoever finishes it. */
export function envelopeOf({ data, metadata }: BegunRequest): CommandEnvelope {
  const { causationId, correlationId, actor, source } = metadata;
  return { commandId: data.request.commandId, causationId, correlationId, actor, source };
}

/**
 * What has to be kept of a command so that it can be finished by somebody else.
 * @param recording keeps its reason beside the sealed ledger, with the salt that it has in the trial ledger.
 */
export function pendingRequest(
  { envelope, texts, reason, signer }: Recordable<unknown>,
  recording: Recording,
  signed: string,
): { readonly request: PendingRequest; readonly sealedTexts: CommandTexts } {
  const given = signer.signatureOf({ type: signed, data: {} });
  const text = texts.kept.find(({ hash }) => hash === reason);
  const salt = Buffer.from(text?.salt ?? '', 'hex');
  const sealedTexts = recording.sealedTexts(envelope.commandId, () => salt);
  const why = text && { hash: text.hash, kept: sealedTexts.keep(text.text) };
  const request = {
    commandId: envelope.commandId,
    ...(given && { signature: given }),
    ...(why && { reason: why }),
  };
  return { request, sealedTexts };
}

/** What the command handler is given to finish a command: as the command itself would have given it. */
export async function asGiven(begun: BegunRequest, { sealedLedger, sealingKeys }: Resources) {
  const { request } = begun.data;
  const envelope = envelopeOf(begun);
  const { reason, signature } = request;
  const [kept] = reason === undefined ? [] : (await sealedLedger.readTexts([reason.kept])).values();
  const salt = Buffer.from(kept?.salt ?? '', 'hex');
  const texts = new CommandTexts(envelope.commandId, () => salt);
  // A text that was erased meanwhile is erased: the event holds its hash.
  if (kept !== undefined) texts.keep(await openSealedText(kept, sealingKeys));
  return {
    envelope,
    texts,
    ...(reason && { reason: reason.hash }),
    ...(signature && { signer: signedBefore(signature) }),
    notBefore: begun.metadata.recordedAt,
  };
}

/** The signature that was given with the command. */
function signedBefore(given: SignatureGiven): Signer {
  return {
    ask: () => Promise.resolve(false),
    signatureOf: (event) => (signatureFor(event)?.meaning === given.meaning ? given : undefined),
  };
}
