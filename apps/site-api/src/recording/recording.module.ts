import type { SealingKeys } from '@bali/blinding';
import { CommandIntake, PendingCommandCompleter, SealedCommands, TwoLedgerSagas } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { AUTHENTICATION, type Authentication } from '@bali/identity';
import { AMBIENT, type Ambient, OPERATOR_LOG, type OperatorLog, SEALED_LEDGER } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Global, Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { SEALING_KEYS } from '../ledgers/tokens.js';
import { RecordedEntityTag } from './recorded-entity-tag.js';
import { Recording } from './recording.js';

const INTAKE = {
  provide: CommandIntake,
  inject: [AMBIENT, SEALING_KEYS, AUTHENTICATION],
  useFactory: ({ randomBytes }: Ambient, sealingKeys: SealingKeys, { signing, passkeys }: Authentication) =>
    new CommandIntake({ trialId: TRIAL.id, randomBytes, sealingKeys, signing, ...(passkeys && { passkeys }) }),
};

const COMPLETER = {
  provide: PendingCommandCompleter,
  inject: [SEALED_LEDGER, SealedCommands, TwoLedgerSagas, OPERATOR_LOG],
  useFactory: (sealedLedger: EventStore, sealed: SealedCommands, sagas: TwoLedgerSagas, log: OperatorLog) =>
    new PendingCommandCompleter({ sealedLedger, sealed, sagas, log }),
};

/** How every command comes in and is answered; and what a crash cut in two is finished, as long as the application runs. */
@Global()
@Module({
  providers: [INTAKE, COMPLETER, Recording, { provide: APP_INTERCEPTOR, useClass: RecordedEntityTag }],
  exports: [Recording, PendingCommandCompleter],
})
export class RecordingModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(PendingCommandCompleter) private readonly completer: PendingCommandCompleter) {}

  onApplicationBootstrap(): void {
    this.completer.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.completer.stop();
  }
}
