import type { CommandHandler, StreamCommand } from '@bali/commands';
import type { Decision } from '@bali/trial';
import type { World } from './world.js';

/** What is committed to under a secret nonce, and so is another value for another list: all else has to be the same. */
const COMMITTED: Readonly<Record<string, string>> = {
  RandomizationListCommitted: 'commitment',
  SealedLedgerAnchored: 'anchor',
};
const HELD = '5a'.repeat(32);

/**
 * The seam of this test: commitments are held fixed where a decision has been made and is not yet a record. Nothing else is
 * changed, and it is nowhere in the product.
 */
export function holdCommitments({ api }: World): void {
  const handler: CommandHandler = api.resources.handler;
  const handle = handler.handle.bind(handler);
  handler.handle = <State extends object>(command: StreamCommand<State>) =>
    handle<State>({
      ...command,
      decide: async (state, context) => held(await command.decide(state, context)),
    });
}

function held(decision: Decision): Decision {
  if ('refusal' in decision) return decision;
  const events = decision.events.map((event) => {
    const field = COMMITTED[event.type];
    return field === undefined ? event : { ...event, data: { ...(event.data as object), [field]: HELD } };
  });
  return { events };
}
