import type { PendingCommand } from '@bali/blinding';
import type { DecidedEvent } from '@bali/schema';
import type { Decision, DecisionContext, PendingRequest, ReasonCode, TrialState } from '@bali/trial';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { TrialLedgerCommand } from '../trial/trial-ledger-commands.js';

/** What a saga begins with, besides what the sealed ledger holds. */
export interface BeginContext extends DecisionContext {
  /** What has to be kept of the command so that it can be finished. */
  readonly request: PendingRequest;
  readonly trial: TrialState;
}

/**
 * One kind of thing that is written in two ledgers: in the sealed one first, with all that is needed to go on, and then in the
 * trial's. Every member says one step; how the steps follow one another is said once, by `TwoLedgerSagas`.
 */
export interface Saga<Wanted, State extends object, Data extends PendingCommand['data']> {
  /** Type of the event with which it begins in the sealed ledger. */
  readonly begins: string;
  /** What its rules read the sealed ledger as. */
  readonly streams: StreamLoader<State>;
  /** Whether what began is what is wanted: it is begun once, whoever wants it. */
  readonly isFor: (data: Data, wanted: Wanted) => boolean;
  /**
   * True if there is one for everybody: whoever finds it begun by another command finishes that one, and has its answer. False:
   * the other command is finished, and this one is then judged by what is there.
   */
  readonly isOneForAll: boolean;
  /** Check: the command of the trial ledger, as far as it is known before it begins. What is refused there begins nothing. */
  readonly expects: (wanted: Wanted, trial: TrialState) => TrialLedgerCommand;
  /** Sign: the event of the trial ledger that stands under the command's signature, and the stream that it is for. */
  readonly signs?: (wanted: Wanted) => { readonly event: DecidedEvent; readonly stream: string };
  /** True if the reason is told in the trial ledger. False: it can say what is sealed, and stays in the sealed one. */
  readonly tellsReason: boolean;
  /** The coded cause that the trial ledger has where the reason stays sealed: one for all, since a choice could tell. Absent: none. */
  readonly cause?: ReasonCode;
  /** Begin: names the part of the command that goes to the sealed ledger. It is hashed into the ids of its events for ever. */
  readonly part: (wanted: Wanted, state: State) => string;
  readonly begin: (wanted: Wanted, state: State, context: BeginContext) => Decision | Promise<Decision>;
  /** Finish: the command of the trial ledger. */
  readonly finish: (data: Data) => TrialLedgerCommand;
  /** Give up: what is recorded in the sealed ledger once the trial ledger refused it. Without it, it is left as it is. */
  readonly giveUp?: {
    readonly part: (pending: Pick<PendingCommand<Data>, 'data' | 'metadata'>) => string;
    /** @param because the code of the refusal. */
    readonly decide: (data: Data, because: string, state: State, context: DecisionContext) => Decision;
  };
}
