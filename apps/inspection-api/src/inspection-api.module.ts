import { READINESS_CHECKS, type ReadinessCheck } from '@bali/http';
import { Accounts, IdentityModule, type IdentitySettings, openedAuthentication } from '@bali/identity';
import {
  alarmReadiness,
  Alarms,
  AMBIENT,
  type Ambient,
  clockReadiness,
  DATA_DIRECTORY,
  FileChecks,
  fileReadiness,
  filesOfInspectionApi,
  type DataDirectory,
  type Installation,
  InstallationModule,
  headReadiness,
  LEDGER_STORES,
  type LedgerStores,
  logReadiness,
  type OpenedResources,
  storeReadiness,
  textReadiness,
} from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { type LedgerLogs, type SignTrialLedger, TextAlarm } from '@bali/queries';
import { SharedRoutesModule, TEXT_AUTHORS } from '@bali/shared-routes';
import type { ReviewThresholds } from '@bali/trail-review';
import type { WitnessPolicy } from '@bali/witness';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { BlindModule } from './blind/blind.module.js';
import { PageCommandsModule } from './commands/page-commands.module.js';
import { DataExportsModule } from './data-exports/data-exports.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { FollowingModule, LEDGER_LOGS } from './following.module.js';
import { LedgersModule } from './ledgers/ledgers.module.js';
import { OverviewModule } from './overview/overview.module.js';
import { PackagesModule } from './packages/packages.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { SitePerformanceModule } from './reports/performance.module.js';
import { ReplayModule } from './replay/replay.module.js';
import { TrailReviewModule } from './trail-review/trail-review.module.js';

export interface InspectionSettings {
  /** Names the logs; see `BALI_LOG_HOST`. */
  readonly logHost: string;
  /** How many inspection packages are kept to be fetched. */
  readonly packagesKept: number;
  /** The thresholds of the review of the audit trail that are set; see `BALI_REVIEW_THRESHOLDS`. */
  readonly reviewThresholds?: Partial<ReviewThresholds>;
  /** Those who cosign the trial ledger; see `BALI_WITNESS_POLICY`. Default: nobody does. */
  readonly witnesses?: WitnessPolicy;
  /** Signs the trial ledger before a package or a receipt of it is made. Default: another process signs, in its own rhythm. */
  readonly signTrialLedger?: SignTrialLedger;
  readonly identity?: IdentitySettings;
  /** What an application adds that is not part of this API: the demo signs visitors in. */
  readonly extraModules?: readonly (Type | DynamicModule)[];
}

const READINESS = {
  provide: READINESS_CHECKS,
  inject: [LEDGER_STORES, ProjectionRunner, LEDGER_LOGS, Alarms, DATA_DIRECTORY, TextAlarm, AMBIENT, FileChecks],
  useFactory: (
    stores: LedgerStores,
    runner: ProjectionRunner,
    logs: LedgerLogs,
    alarms: Alarms,
    directory: DataDirectory,
    texts: TextAlarm,
    { steady }: Ambient,
    files: FileChecks,
  ): readonly ReadinessCheck[] => [
    storeReadiness(...Object.values(stores)),
    headReadiness(...Object.values(stores)),
    { name: 'projections', isUp: () => runner.state.phase === 'following' },
    logReadiness(Object.values(logs)),
    fileReadiness(files),
    alarmReadiness(alarms, ...filesOfInspectionApi(directory).map(({ path }) => path)),
    textReadiness(texts),
    ...(steady ? [clockReadiness(steady)] : []),
  ],
};

/** The audit log, replay, proofs and packages: what inspectors and their programs talk to. */
@Module({})
export class InspectionApiModule {
  /** @param opened is closed with the application: see `InstallationModule`. */
  static of(
    installation: Omit<Installation, 'writes'>,
    opened: OpenedResources,
    {
      logHost,
      packagesKept,
      signTrialLedger,
      identity,
      reviewThresholds,
      witnesses,
      extraModules = [],
    }: InspectionSettings,
  ): DynamicModule {
    return {
      module: InspectionApiModule,
      // What signs people in is injected by more than one part.
      global: true,
      imports: [
        // The site API may be at work on the same data directory. What people enter on the pages is in the trial ledger.
        InstallationModule.of({ ...installation, writes: ['access', 'trial'] }, opened),
        FollowingModule.of(logHost),
        // In the order in which the documentation lists their routes.
        OverviewModule,
        LedgersModule,
        ReplayModule,
        PackagesModule.of(packagesKept, signTrialLedger),
        DataExportsModule.of(packagesKept),
        IdentityModule.of(openedAuthentication(identity), { onPages: true }),
        BlindModule,
        SharedRoutesModule,
        PageCommandsModule,
        ReceiptsModule.of(signTrialLedger),
        ExportsModule,
        SitePerformanceModule,
        TrailReviewModule.of(reviewThresholds, witnesses),
        ...extraModules,
      ],
      providers: [READINESS, { provide: TEXT_AUTHORS, useExisting: Accounts }],
      exports: [IdentityModule, READINESS_CHECKS, TEXT_AUTHORS],
    };
  }
}
