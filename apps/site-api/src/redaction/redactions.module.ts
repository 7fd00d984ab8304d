import type { SealingKeys } from '@bali/blinding';
import {
  type CommandHandler,
  Erasing,
  Redaction,
  RedactionCompleter,
  SealedCommands,
  type Streams,
} from '@bali/commands';
import { Accounts } from '@bali/identity';
import { LEDGER_STORES, type LedgerStores, OPERATOR_LOG, type OperatorLog } from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { TextAlarm, TextGuard } from '@bali/queries';
import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SEALED_HANDLER, SEALING_KEYS, STREAMS, TRIAL_HANDLER } from '../ledgers/tokens.js';
import { RedactionsController, SealedRedactionsController } from './redactions.controller.js';

const ERASING = {
  provide: Erasing,
  inject: [LEDGER_STORES, ProjectionRunner, SealedCommands],
  useFactory: ({ trial, sealed: sealedLedger }: LedgerStores, runner: ProjectionRunner, sealed: SealedCommands) =>
    new Erasing({ trialLedger: trial, sealedLedger, runner, sealed }),
};

const REDACTION = {
  provide: Redaction,
  inject: [LEDGER_STORES, TRIAL_HANDLER, SEALED_HANDLER, SEALING_KEYS, STREAMS, Erasing],
  useFactory: (
    { trial: trialLedger, sealed: sealedLedger }: LedgerStores,
    handler: CommandHandler,
    sealedHandler: CommandHandler,
    sealingKeys: SealingKeys,
    streams: Streams,
    erasing: Erasing,
  ) => new Redaction({ trialLedger, sealedLedger, handler, sealedHandler, sealingKeys, streams, erasing }),
};

const COMPLETER = {
  provide: RedactionCompleter,
  inject: [LEDGER_STORES, Erasing, Accounts, OPERATOR_LOG],
  useFactory: ({ trial, sealed, access }: LedgerStores, erasing: Erasing, accounts: Accounts, log: OperatorLog) =>
    new RedactionCompleter({
      ...{ trialLedger: trial, sealedLedger: sealed, accessLedger: access },
      ...{ erasing, accounts, log },
    }),
};

const GUARD = {
  provide: TextGuard,
  inject: [LEDGER_STORES, TextAlarm, OPERATOR_LOG],
  useFactory: (stores: LedgerStores, alarm: TextAlarm, log: OperatorLog) =>
    new TextGuard(Object.values(stores), alarm, log),
};

/** Erases free texts; all that was redacted before is erased before anything is served. */
@Module({
  controllers: [RedactionsController, SealedRedactionsController],
  providers: [ERASING, REDACTION, COMPLETER, GUARD],
  exports: [RedactionCompleter],
})
export class RedactionsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(RedactionCompleter) private readonly completer: RedactionCompleter,
    @Inject(TextGuard) private readonly guard: TextGuard,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.completer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.guard.stop();
    await this.completer.stop();
  }
}
