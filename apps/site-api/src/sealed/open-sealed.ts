import { evolveBlinding, initialBlindingState, openSealedRecord, sealRecord } from '@bali/blinding';
import { evolveCellTherapy, initialCellTherapyState } from '@bali/cell-therapy';
import { CommandHandler, RecordWriter, StreamLoader } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { openSealing } from '@bali/installation';
import type { LedgerRecord } from '@bali/ledger';
import { commandFinder, eventIndex, ProjectionRunner, type RunnerLog } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import type { ResourceOptions } from '../open-resources.js';
import type { Resources } from '../resources.js';
import { sealedDefinitionOf } from './sealed-events.js';

type Sealed = Pick<Resources, 'sealedLedger' | 'sealedHandler' | 'sealingKeys' | 'blinding' | 'cells'>;

/** What is open of the sealed ledger, and how to let go of its projections. */
export interface OpenSealed {
  readonly sealed: Sealed;
  readonly runner: ProjectionRunner;
}

/**
 * Makes the sealed ledger ready: its keys open what it holds, and its commands are known, so that none is done twice.
 * @throws SealingKeysRefused, NotAProjectionsFile, ProjectionsInUse
 */
export async function openSealed(options: ResourceOptions, sealedLedger: EventStore): Promise<OpenSealed> {
  const { directory, ambient, software, log } = options;
  const { now, randomBytes } = ambient;
  const sealingKeys = await openSealing(directory, sealedLedger, randomBytes);
  const path = directory.sealedProjections;
  const runner = new ProjectionRunner({
    path,
    store: sealedLedger,
    projections: [eventIndex],
    log: withoutPositions(log),
  });
  runner.start();
  const seal = (record: LedgerRecord) => sealRecord(record, sealingKeys, randomBytes);
  const open = (record: LedgerRecord) => openSealedRecord(record, sealingKeys);
  const writer = new RecordWriter({
    ...{ store: sealedLedger, trialId: TRIAL.id, software, seal },
    definitionOf: sealedDefinitionOf,
  });
  const sealedHandler = new CommandHandler({
    ...{ store: sealedLedger, writer, runner, now },
    findCommand: commandFinder(runner.reader),
    oneAtATime: true,
  });
  const blinding = new StreamLoader(sealedLedger, { initial: initialBlindingState, evolve: evolveBlinding, open });
  const cells = new StreamLoader(sealedLedger, { initial: initialCellTherapyState, evolve: evolveCellTherapy, open });
  return { sealed: { sealedLedger, sealedHandler, sealingKeys, blinding, cells }, runner };
}

/** How many sealed records there are is nobody's to know in the log; what has failed is told as it is. */
function withoutPositions(log: RunnerLog): RunnerLog {
  return { error: (details, message) => log.error(details, message), info: (_, message) => log.info({}, message) };
}
