import { CommandIntake, type IntakeKeys } from '@bali/commands';
import { AUTHENTICATION, type Authentication } from '@bali/identity';
import { AMBIENT, type Ambient } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { RecordedEntityTag } from './recorded-entity-tag.js';
import { Recording } from './recording.js';

/** The token of what commands are digested and sealed with: `IntakeKeys`. */
export const INTAKE_KEYS = Symbol('IntakeKeys');

const INTAKE = {
  provide: CommandIntake,
  inject: [AMBIENT, INTAKE_KEYS, AUTHENTICATION],
  useFactory: ({ randomBytes }: Ambient, keys: IntakeKeys, { signing, passkeys }: Authentication) =>
    new CommandIntake({ trialId: TRIAL.id, randomBytes, ...keys, signing, ...(passkeys && { passkeys }) }),
};

/**
 * How every command comes in and is answered. The API provides `TrialLedgerCommands`, `INTAKE_KEYS`, the projections and the
 * authentication to all of its modules.
 */
@Global()
@Module({
  providers: [INTAKE, Recording, { provide: APP_INTERCEPTOR, useClass: RecordedEntityTag }],
  exports: [Recording],
})
export class RecordingModule {}
