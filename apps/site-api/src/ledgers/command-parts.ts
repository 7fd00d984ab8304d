import { evolveBlinding, initialBlindingState, type SealingKeys } from '@bali/blinding';
import { evolveCellTherapy, initialCellTherapyState } from '@bali/cell-therapy';
import {
  type AllSagas,
  allSagas,
  CommandHandler,
  PatientFactsReader,
  RecordWriter,
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
import { commandFinder, type ProjectionRunner } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import {
  definitionOf,
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  mustBeSigned,
} from '@bali/trial';
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
  const handler = trialHandler(options);
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

function trialHandler({ ledgers, runner, ambient, software }: CommandPartsOptions): CommandHandler {
  const store = ledgers.trial;
  const writer = new RecordWriter({ store, trialId: TRIAL.id, software, definitionOf, mustBeSigned });
  return new CommandHandler({ store, writer, runner, findCommand: commandFinder(runner), now: ambient.now });
}

function streamsOf({ trial, sealed }: LedgerStores, { open }: OpenSealed): Streams {
  return {
    trials: new StreamLoader(trial, { initial: initialTrialState, evolve: evolveTrial }),
    patients: new StreamLoader(trial, { initial: initialPatientState, evolve: evolvePatient }),
    blinding: new StreamLoader(sealed, { initial: initialBlindingState, evolve: evolveBlinding, open }),
    cells: new StreamLoader(sealed, { initial: initialCellTherapyState, evolve: evolveCellTherapy, open }),
  };
}
