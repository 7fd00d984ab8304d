import { type Clock, DisclosureLog, StreamLoader } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { Accounts } from '@bali/identity';
import { CLOCK, TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { UnblindingRegister } from '@bali/queries';
import { UnblindingRegisterController } from '@bali/shared-routes';
import { evolvePatient, initialPatientState } from '@bali/trial';
import { Module } from '@nestjs/common';

/** Who knows whose arm, never what. */
@Module({
  controllers: [UnblindingRegisterController],
  providers: [
    {
      provide: UnblindingRegister,
      inject: [TRIAL_LEDGER, ProjectionRunner, Accounts, DisclosureLog, CLOCK],
      useFactory: (
        trialLedger: EventStore,
        runner: ProjectionRunner,
        accounts: Accounts,
        disclosures: DisclosureLog,
        now: Clock,
      ) => {
        const patients = new StreamLoader(trialLedger, { initial: initialPatientState, evolve: evolvePatient });
        return new UnblindingRegister({ trialLedger, runner, patients, accounts, disclosures, now });
      },
    },
  ],
})
export class BlindModule {}
