import type { SealingKeys } from '@bali/blinding';
import { type CommandHandler, DisclosureLog, PendingCommandCompleter, type Streams } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  LEDGER_STORES,
  type LedgerStores,
  OPERATOR_LOG,
  type OperatorLog,
  type TransparencyLogs,
} from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SEALED_HANDLER, SEALING_KEYS, STREAMS, TRANSPARENCY_LOGS, TRIAL_HANDLER } from './ledgers/tokens.js';

/** What an application has open: for the program that started it, such as the demo or a test. Nothing of the API injects it. */
export interface OpenedParts extends Streams {
  readonly trialLedger: EventStore;
  readonly sealedLedger: EventStore;
  readonly accessLedger: EventStore;
  readonly runner: ProjectionRunner;
  readonly queries: TrialStateQueries;
  readonly handler: CommandHandler;
  readonly sealedHandler: CommandHandler;
  readonly sealingKeys: SealingKeys;
  readonly disclosures: DisclosureLog;
  readonly completer: PendingCommandCompleter;
  readonly logs: TransparencyLogs['logs'];
  readonly log: OperatorLog;
}

export function partsOf(app: NestFastifyApplication): OpenedParts {
  const { trial: trialLedger, sealed: sealedLedger, access: accessLedger } = app.get<LedgerStores>(LEDGER_STORES);
  const { logs } = app.get<TransparencyLogs>(TRANSPARENCY_LOGS);
  return {
    ...app.get<Streams>(STREAMS),
    ...{ trialLedger, sealedLedger, accessLedger, logs },
    runner: app.get(ProjectionRunner),
    queries: app.get(TrialStateQueries),
    handler: app.get<CommandHandler>(TRIAL_HANDLER),
    sealedHandler: app.get<CommandHandler>(SEALED_HANDLER),
    sealingKeys: app.get<SealingKeys>(SEALING_KEYS),
    disclosures: app.get(DisclosureLog),
    completer: app.get(PendingCommandCompleter),
    log: app.get<OperatorLog>(OPERATOR_LOG),
  };
}
