import { actorOf } from '@bali/access';
import type { Invocation, ShownTo } from '@bali/commands';

/** Who asks, and with which request: what the access ledger says of whatever is shown of the sealed one. */
export type Asker = Pick<Invocation, 'person' | 'requestId' | 'source'>;

export function shownTo({ person, requestId, source }: Asker): ShownTo {
  return { actor: actorOf(person), requestId, source };
}
