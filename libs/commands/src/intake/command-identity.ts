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
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: unknown;
}

/** Gives each command of a trial its identity. */
export type CommandIdentifier = (message: CommandMessage) => CommandIdentity;

/**
 * Two different people never share the identity of a command, whatever keys they choose; nor do two trials.
 *
 * What it returns throws NotCanonical when the body has no canonical form.
 */
export function commandIdentifier(trialId: string): CommandIdentifier {
  // A namespace of the trial's own, as RFC 9562 (5.5) makes one from a name.
  const namespace = uuidV5(`urn:bali:${trialId}:commands`, uuidV5.URL);
  return ({ userId, idempotencyKey, method, path, body }) => {
    // A user's identifier holds no line feed, so no two pairs of user and key give the same name.
    const commandId = uuidV5(`${userId}\n${idempotencyKey}`, namespace);
    return { commandId, causationId: uuidV5(`${method} ${path}\n${canonicalJson(body)}`, commandId) };
  };
}
