import { READINESS_CHECKS } from '@bali/http';
import { Accounts, IdentityModule, type IdentitySettings, openedAuthentication } from '@bali/identity';
import { type Installation, InstallationModule, type LogSettings, type OpenedResources } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { RecordingModule } from '@bali/recording';
import { SharedRoutesModule, TEXT_AUTHORS } from '@bali/shared-routes';
import { type DynamicModule, Module } from '@nestjs/common';
import { AnnulmentsModule } from './annulments/annulments.module.js';
import { BoardModule } from './board/board.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { CellTherapyModule } from './cell-therapy/cell-therapy.module.js';
import { CertifiedCopiesModule } from './certified-copies/certified-copies.module.js';
import { PatientCommandsModule } from './commands/patient-commands.module.js';
import { CorrectionsModule } from './corrections/corrections.module.js';
import { JudgementsModule } from './judgements/judgements.module.js';
import { LedgersModule } from './ledgers/ledgers.module.js';
import { ErrataModule } from './errata/errata.module.js';
import { LiveFeedModule } from './live-feed/live-feed.module.js';
import { EnrolmentModule } from './patients/enrolment.module.js';
import { READINESS } from './readiness.js';
import { RandomizationModule } from './randomization/randomization.module.js';
import { OpenRecordsModule } from './open-records/open-records.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { CompletingModule } from './recording/completing.module.js';
import { RedactionsModule } from './redaction/redactions.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SigningModule } from './signing/signing.module.js';
import { TextReviewsModule } from './text-reviews/text-reviews.module.js';
import { TreatmentModule } from './treatment/treatment.module.js';
import { TrialModule } from './trial/trial.module.js';
import { UnitDeviationsModule } from './unit-deviations/unit-deviations.module.js';
import { UnblindedCasesModule } from './unblinded-cases/unblinded-cases.module.js';
import { UnblindingModule } from './unblinding/unblinding.module.js';
import { WitnessingModule } from './witnessing/witnessing.module.js';

/** The features, in the order in which the OpenAPI document names their routes. */
const FEATURES = [
  TrialModule,
  PatientCommandsModule,
  RandomizationModule,
  UnblindingModule,
  JudgementsModule,
  OpenRecordsModule,
  EnrolmentModule,
  TreatmentModule,
  CellTherapyModule,
  CorrectionsModule,
  AnnulmentsModule,
  ErrataModule,
  SigningModule,
  ReportsModule,
  BoardModule,
  UnblindedCasesModule,
  UnitDeviationsModule,
  ReceiptsModule,
  CertifiedCopiesModule,
  RedactionsModule,
  TextReviewsModule,
  LiveFeedModule,
  CalendarModule,
  WitnessingModule,
];

/** What the site API is made with. */
export interface SiteApiModuleOptions {
  readonly installation: Omit<Installation, 'writes'>;
  /** Is given what is opened, and closes it with the application. */
  readonly opened: OpenedResources;
  readonly identity?: IdentitySettings;
  readonly logs?: LogSettings;
}

/** Commands in, state out: what the sites' client programs talk to. */
@Module({})
export class SiteApiModule {
  static of({ installation, opened, identity, logs = {} }: SiteApiModuleOptions): DynamicModule {
    return {
      module: SiteApiModule,
      global: true,
      imports: [
        ...FEATURES,
        IdentityModule.of(openedAuthentication(identity)),
        SharedRoutesModule,
        InstallationModule.of({ ...installation, writes: LEDGERS }, opened),
        LedgersModule.of(logs),
        RecordingModule,
        CompletingModule,
      ],
      providers: [READINESS, { provide: TEXT_AUTHORS, useExisting: Accounts }],
      exports: [IdentityModule, READINESS_CHECKS, TEXT_AUTHORS],
    };
  }
}
