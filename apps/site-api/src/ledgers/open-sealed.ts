import { openSealedRecord, recordSealer, type SealingKeys } from '@bali/blinding';
import { type Clock, CommandHandler, type RandomBytes, RecordWriter, type Software } from '@bali/commands';
import { type EventStore, storageFailureOf } from '@bali/event-store';
import { sealedDefinitionOf } from '@bali/inspection';
import { type DataDirectory, openSealing } from '@bali/installation';
import type { LedgerRecord } from '@bali/ledger';
import { commandFinder, eventIndex, ProjectionRunner, type RunnerLog } from '@bali/projections';
import { TRIAL } from '@bali/protocol';

export interface SealedOptions {
  readonly directory: DataDirectory;
  readonly sealedLedger: EventStore;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly software: Software;
  readonly log: RunnerLog;
}

/** What is open of the sealed ledger. */
export interface OpenSealed {
  readonly sealingKeys: SealingKeys;
  /** Takes commands to the sealed ledger: what they say is sealed. */
  readonly handler: CommandHandler;
  readonly open: (record: LedgerRecord) => Promise<LedgerRecord>;
  /** Knows which commands the ledger has. */
  readonly runner: ProjectionRunner;
  /** Whether it knows the ledger's commands, and learns of those that come. */
  readonly isUp: () => boolean;
  /** Resolves once all commands of the ledger are known, so that none is done twice. */
  readonly ready: () => Promise<unknown>;
  /** Lets go of the projections. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the sealed ledger ready: its keys open what it holds, and its commands begin to be known.
 * @throws SealingKeysRefused, NotAProjectionsFile, ProjectionsInUse
 */
export async function openSealed(options: SealedOptions): Promise<OpenSealed> {
  const { directory, sealedLedger: store, now, randomBytes, software, log } = options;
  const sealingKeys = await openSealing(directory, store, randomBytes);
  const path = directory.sealedProjections;
  const runner = new ProjectionRunner({ path, store, projections: [eventIndex], log: withoutPositions(log, path) });
  runner.start();
  const sealer = () => recordSealer(sealingKeys, randomBytes);
  const writer = new RecordWriter({ store, trialId: TRIAL.id, software, sealer, definitionOf: sealedDefinitionOf });
  const findCommand = commandFinder(runner);
  return {
    sealingKeys,
    runner,
    handler: new CommandHandler({ store, writer, runner, now, findCommand, oneAtATime: true }),
    open: (record) => openSealedRecord(record, sealingKeys),
    isUp: () => runner.state.phase === 'following',
    ready: () => runner.ready(),
    close: () => runner.close(),
  };
}

/**
 * How many sealed records there are, and what they are, is nobody's to know in the log: it has the file, and whether it is the disk
 * that failed. `bali rebuild` tells operators the rest.
 */
function withoutPositions(log: RunnerLog, file: string): RunnerLog {
  const failureIn = ({ err }: { err?: unknown }) =>
    err === undefined ? {} : { failure: storageFailureOf(err) ?? 'other' };
  return {
    error: (details, message) => log.error({ file, ...failureIn(details) }, message),
    info: (_, message) => log.info({ file }, message),
  };
}
