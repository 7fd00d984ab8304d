import { Allocations, type Clock, DisclosureLog, SealedCommands, type Streams } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { Accounts } from '@bali/identity';
import { CLOCK, TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, VerifiedState } from '@bali/projections';
import { UnblindingRegister } from '@bali/queries';
import { Module } from '@nestjs/common';
import { STREAMS } from '../ledgers/tokens.js';
import { UnblindingQueriesController } from './unblinding-queries.controller.js';
import { UnblindingController } from './unblinding.controller.js';

/** Has arms disclosed, and says who knows. */
@Module({
  controllers: [UnblindingController, UnblindingQueriesController],
  providers: [
    {
      provide: Allocations,
      inject: [SealedCommands, STREAMS, VerifiedState, DisclosureLog],
      useFactory: (sealed: SealedCommands, streams: Streams, state: VerifiedState, disclosures: DisclosureLog) =>
        new Allocations({ sealed, streams, state, disclosures }),
    },
    {
      provide: UnblindingRegister,
      inject: [TRIAL_LEDGER, ProjectionRunner, STREAMS, Accounts, DisclosureLog, CLOCK],
      useFactory: (
        trialLedger: EventStore,
        runner: ProjectionRunner,
        { patients }: Streams,
        accounts: Accounts,
        disclosures: DisclosureLog,
        now: Clock,
      ) => new UnblindingRegister({ trialLedger, runner, patients, accounts, disclosures, now }),
    },
  ],
})
export class UnblindingModule {}
