import { canonicalJson } from '@bali/ledger';
import { v5 as uuidV5 } from 'uuid';

/** What tells one command from another, and one content of it from another. */
export interface CommandIdentity {
  /** The intent: the same whenever the same person sends the same Idempotency-Key. */
  readonly commandId: string;
  /** The very message: the same only for the same method, path and body. */
  readonly causationId: string;
}

export interface CommandMessage {
  readonly trialId: string;
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: unknown;
}

/** The namespace of a trial's commands, as RFC 9562 (5.5) makes one from a URL. */
function namespaceOf(trialId: string): string {
  return uuidV5(`urn:bali:${trialId}:commands`, uuidV5.URL);
}

/**
 * The identity of a command. Two different people never share one, whatever keys they choose.
 * @throws NotCanonical when the body has no canonical form.
 */
export function commandIdentity(message: CommandMessage): CommandIdentity {
  // A user's identifier holds no line feed, so no two pairs of user and key give the same name.
  const commandId = uuidV5(`${message.userId}\n${message.idempotencyKey}`, namespaceOf(message.trialId));
  const content = `${message.method} ${message.path}\n${canonicalJson(message.body)}`;
  return { commandId, causationId: uuidV5(content, commandId) };
}
