import type { PendingCommand } from '@bali/blinding';
import type { TrialLedgerCommand } from '../trial/trial-ledger-commands.js';
import { envelopeOf, type Pending } from './pending-request.js';
import type { Saga } from './saga.js';
import type { SealedCommands } from './sealed-commands.js';

/** How a saga goes on once it has begun, whatever it holds: what is needed to finish what somebody else began. */
export interface SagaEnd {
  /** The code beside the reason, as the trial ledger has it: the one that was given, or the one for all; absent: it has none. */
  readonly reasonCodeOf: (pending: Pending) => string | undefined;
  readonly finish: (pending: Pending) => TrialLedgerCommand;
  /** Records that it was given up. @param because the code of the refusal. */
  readonly giveUp: (pending: Pending, because: string, sealed: SealedCommands) => Promise<void>;
}

/** The ends of a saga: what is pending of its type holds what the saga itself began. */
export function endOf<Wanted, State extends object, Data extends PendingCommand['data']>({
  streams,
  tellsReason,
  cause,
  finish,
  giveUp,
}: Saga<Wanted, State, Data>): SagaEnd {
  return {
    // What was begun by an earlier version of this software kept no code.
    reasonCodeOf: ({ metadata }) => (tellsReason ? metadata.reasonCode : cause),
    finish: ({ data }) => finish(data as Data),
    giveUp: async ({ data: held, metadata }, because, sealed) => {
      if (giveUp === undefined) return;
      const data = held as Data;
      await sealed.record({
        envelope: envelopeOf({ data, metadata }),
        part: giveUp.part({ data, metadata }),
        streams,
        decide: (state, context) => giveUp.decide(data, because, state, context),
      });
    },
  };
}
