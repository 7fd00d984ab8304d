import { evolveBlinding, initialBlindingState, type SealingKeys } from '@bali/blinding';
import { evolveCellTherapy, initialCellTherapyState } from '@bali/cell-therapy';
import {
  type AllSagas,
  allSagas,
  type CommandHandler,
  PatientFactsReader,
  sagaEnds,
  SealedCommands,
  type Software,
  StreamLoader,
  type Streams,
  PlannedUnblindings,
  TrialLedgerCommands,
  TwoLedgerSagas,
} from '@bali/commands';
import type { Ambient, LedgerStores } from '@bali/installation';
import type { ProjectionRunner } from '@bali/projections';
import { trialHandler, trialStreams } from '@bali/recording';
import type { OpenSealed } from './open-sealed.js';

export interface CommandPartsOptions {
  readonly ledgers: LedgerStores;
  /** Applies the trial ledger's events to the projections. */
  readonly runner: ProjectionRunner;
  readonly sealed: OpenSealed;
  readonly ambient: Ambient;
  readonly software: Software;
}

/** What every use case of commands is made of. Each part is injected by itself. */
export interface CommandParts {
  readonly handler: CommandHandler;
  readonly sealedHandler: CommandHandler;
  readonly sealingKeys: SealingKeys;
  readonly streams: Streams;
  readonly commands: TrialLedgerCommands;
  readonly sealed: SealedCommands;
  readonly facts: PatientFactsReader;
  readonly rows: AllSagas;
  readonly sagas: TwoLedgerSagas;
}

export function commandParts(options: CommandPartsOptions): CommandParts {
  const { ledgers, sealed: opened, ambient } = options;
  const { now, randomBytes } = ambient;
  const { sealingKeys, handler: sealedHandler } = opened;
  const streams = streamsOf(ledgers, opened);
  const handler = trialHandler({ ...options, store: ledgers.trial });
  const commands = new TrialLedgerCommands(handler, streams, new PlannedUnblindings(ledgers.trial));
  const sealed = new SealedCommands({ handler: sealedHandler, blinding: streams.blinding, randomBytes });
  const facts = new PatientFactsReader(streams);
  const rows = allSagas(streams, facts);
  const sealing = { sealedLedger: ledgers.sealed, sealingKeys, randomBytes };
  const sagas = new TwoLedgerSagas({
    ...{ ends: sagaEnds(rows), handler, commands, sealed, sealing, now },
    trials: streams.trials,
  });
  return { handler, sealedHandler, sealingKeys, streams, commands, sealed, facts, rows, sagas };
}

function streamsOf({ trial, sealed }: LedgerStores, { open }: OpenSealed): Streams {
  return {
    ...trialStreams(trial),
    blinding: new StreamLoader(sealed, { initial: initialBlindingState, evolve: evolveBlinding, open }),
    cells: new StreamLoader(sealed, { initial: initialCellTherapyState, evolve: evolveCellTherapy, open }),
  };
}
