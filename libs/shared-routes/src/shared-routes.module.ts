import type { Clock, Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { CLOCK, SOFTWARE, TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import {
  AuditLog,
  type Authors,
  DeviationLists,
  FreeTexts,
  KnownOfTexts,
  PatientQueries,
  QueryLists,
  SafetyLists,
  StatisticalReports,
  TextAlarm,
  WorkLists,
} from '@bali/queries';
import { TRIAL } from '@bali/protocol';
import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log/audit-log.controller.js';
import { EventSchemasController } from './event-schemas/event-schemas.controller.js';
import { MonitoringController } from './monitoring/monitoring.controller.js';
import { QueriesController } from './monitoring/queries.controller.js';
import { PatientsController } from './patients/patients.controller.js';
import { SafetyController } from './safety/safety.controller.js';
import { StatisticsController } from './statistics/statistics.controller.js';

/** The accounts of those who write free texts. The API provides them to all of its modules. */
export const TEXT_AUTHORS = Symbol('TEXT_AUTHORS');

const SOURCES = [TRIAL_LEDGER, ProjectionRunner, TrialStateQueries, FreeTexts];

/**
 * The routes that every API of ours has of the trial ledger: patients, the audit log, the schemas of events, the statistical
 * report. The API provides the projections (`ProjectionRunner`, `TrialStateQueries`) to all of its modules.
 */
@Module({
  controllers: [
    PatientsController,
    AuditLogController,
    EventSchemasController,
    StatisticsController,
    QueriesController,
    MonitoringController,
    SafetyController,
  ],
  providers: [
    {
      provide: KnownOfTexts,
      inject: [TRIAL_LEDGER, ProjectionRunner, TEXT_AUTHORS],
      useFactory: (ledger: EventStore, runner: ProjectionRunner, authors: Authors) =>
        new KnownOfTexts(ledger, runner, authors),
    },
    {
      provide: FreeTexts,
      inject: [TRIAL_LEDGER, TextAlarm, KnownOfTexts, CLOCK],
      useFactory: (ledger: EventStore, alarm: TextAlarm, known: KnownOfTexts, now: Clock) =>
        new FreeTexts(ledger, alarm, known, now),
    },
    {
      provide: SafetyLists,
      inject: [TRIAL_LEDGER, ProjectionRunner, FreeTexts, CLOCK],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner, texts: FreeTexts, now: Clock) =>
        new SafetyLists({ trialLedger, runner, texts, now }),
    },
    {
      provide: PatientQueries,
      inject: [...SOURCES, CLOCK],
      useFactory: (
        ledger: EventStore,
        runner: ProjectionRunner,
        state: TrialStateQueries,
        texts: FreeTexts,
        now: Clock,
      ) => new PatientQueries(ledger, runner, state, texts, now),
    },
    {
      provide: AuditLog,
      inject: SOURCES,
      useFactory: (ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, texts: FreeTexts) =>
        new AuditLog(ledger, runner, state, texts),
    },
    {
      provide: QueryLists,
      inject: [...SOURCES, CLOCK],
      useFactory: (
        ledger: EventStore,
        runner: ProjectionRunner,
        state: TrialStateQueries,
        texts: FreeTexts,
        now: Clock,
      ) => new QueryLists(ledger, runner, state, texts, now),
    },
    {
      provide: DeviationLists,
      inject: [TRIAL_LEDGER, ProjectionRunner, FreeTexts, CLOCK],
      useFactory: (ledger: EventStore, runner: ProjectionRunner, texts: FreeTexts, now: Clock) =>
        new DeviationLists(ledger, runner, texts, now),
    },
    {
      provide: WorkLists,
      inject: [TRIAL_LEDGER, ProjectionRunner, TrialStateQueries, CLOCK],
      useFactory: (ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, now: Clock) =>
        new WorkLists(ledger, runner, state, now),
    },
    {
      provide: StatisticalReports,
      inject: [TRIAL_LEDGER, ProjectionRunner, SOFTWARE],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner, software: Software) =>
        new StatisticalReports({ trialLedger, runner, software, trialId: TRIAL.id }),
    },
  ],
  exports: [AuditLog, FreeTexts, KnownOfTexts, StatisticalReports],
})
export class SharedRoutesModule {}
