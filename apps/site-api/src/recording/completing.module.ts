import { PendingCommandCompleter, SealedCommands, TwoLedgerSagas } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { OPERATOR_LOG, type OperatorLog, SEALED_LEDGER } from '@bali/installation';
import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const COMPLETER = {
  provide: PendingCommandCompleter,
  inject: [SEALED_LEDGER, SealedCommands, TwoLedgerSagas, OPERATOR_LOG],
  useFactory: (sealedLedger: EventStore, sealed: SealedCommands, sagas: TwoLedgerSagas, log: OperatorLog) =>
    new PendingCommandCompleter({ sealedLedger, sealed, sagas, log }),
};

/** What a crash cut in two between two ledgers is finished, as long as the application runs. */
@Module({ providers: [COMPLETER], exports: [PendingCommandCompleter] })
export class CompletingModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(PendingCommandCompleter) private readonly completer: PendingCommandCompleter) {}

  onApplicationBootstrap(): void {
    this.completer.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.completer.stop();
  }
}
