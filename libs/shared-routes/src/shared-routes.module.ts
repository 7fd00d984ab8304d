import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { AuditLog, PatientQueries } from '@bali/queries';
import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log/audit-log.controller.js';
import { EventSchemasController } from './event-schemas/event-schemas.controller.js';
import { PatientsController } from './patients/patients.controller.js';

const SOURCES = [TRIAL_LEDGER, ProjectionRunner, TrialStateQueries];

/**
 * The routes that every API of ours has of the trial ledger: patients, the audit log, the schemas of events. The API provides the
 * projections (`ProjectionRunner`, `TrialStateQueries`) to all of its modules.
 */
@Module({
  controllers: [PatientsController, AuditLogController, EventSchemasController],
  providers: [
    {
      provide: PatientQueries,
      inject: SOURCES,
      useFactory: (ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries) =>
        new PatientQueries(ledger, runner, state),
    },
    {
      provide: AuditLog,
      inject: SOURCES,
      useFactory: (ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries) =>
        new AuditLog(ledger, runner, state),
    },
  ],
})
export class SharedRoutesModule {}
