import { type DynamicModule, Module } from '@nestjs/common';
import { AuditLogController } from './audit-log/audit-log.controller.js';
import { EventSchemasController } from './event-schemas/event-schemas.controller.js';
import { PatientsReadingController } from './patients/patients-reading.controller.js';
import { Reading } from './reading/reading.js';
import { TRIAL_READING, type TrialReading } from './trial-reading.js';

/** What every API of ours shows of the trial ledger: patients, the history of their values, the audit log, event schemas. */
@Module({})
export class TrialReadingModule {
  static of(source: TrialReading): DynamicModule {
    return {
      module: TrialReadingModule,
      controllers: [PatientsReadingController, AuditLogController, EventSchemasController],
      providers: [{ provide: TRIAL_READING, useValue: source }, Reading],
      exports: [Reading, TRIAL_READING],
    };
  }
}
