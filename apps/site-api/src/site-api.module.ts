import { READINESS_CHECKS, type ReadinessCheck } from '@bali/http';
import { IdentityModule } from '@bali/identity';
import { CLOCK, storeReadiness, TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { SharedRoutesModule } from '@bali/shared-routes';
import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { BegunCompleter } from './begun/begun-completer.js';
import { Finishing } from './begun/finishing.js';
import { CellRecording } from './cell-therapy/cell-recording.js';
import { CellTherapyReadingController } from './cell-therapy/cell-therapy-reading.controller.js';
import { CellTherapyController } from './cell-therapy/cell-therapy.controller.js';
import { PatientFactsReader } from './cell-therapy/patient-facts.js';
import { ProductRelease } from './cell-therapy/product-release.js';
import { CertifiedCopiesController } from './certified-copies/certified-copies.controller.js';
import { CorrectionsController } from './corrections/corrections.controller.js';
import { LiveFeedController } from './live-feed/live-feed.controller.js';
import { Consent } from './patients/consent.js';
import { EnrolmentController } from './patients/enrolment.controller.js';
import { ListController } from './randomization/list.controller.js';
import { ListDrawing } from './randomization/list-drawing.js';
import { Randomization } from './randomization/randomization.js';
import { RecordedEntityTag } from './recording/recorded-entity-tag.js';
import { Recording } from './recording/recording.js';
import { ReportsController } from './reports/reports.controller.js';
import type { OpenResources } from './open-resources.js';
import { Redaction } from './redaction/redaction.js';
import { Erasing } from './redaction/erasing.js';
import { RedactionCompleter } from './redaction/redaction-completer.js';
import { RedactionsController, SealedRedactionsController } from './redaction/redactions.controller.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { QUERY_PROVIDERS } from './query-providers.js';
import { type Resources, RESOURCES } from './resources.js';
import { SealedCommands } from './sealed/sealed-commands.js';
import { DatabaseLock } from './signing/database-lock.js';
import { SignatureMeaningsController } from './signing/signature-meanings.controller.js';
import { SigningController } from './signing/signing.controller.js';
import { TreatmentController } from './treatment/treatment.controller.js';
import { Allocations } from './unblinding/allocations.js';
import { UnblindingController } from './unblinding/unblinding.controller.js';
import { UnblindingReadingController } from './unblinding/unblinding-reading.controller.js';
import { PatientCommandsController, TrialCommandsController } from './commands/command-controllers.js';
import { TrialOverviewController } from './trial/trial-overview.controller.js';

const CLOSE_RESOURCES = Symbol('close resources');

/** Closes the ledgers when nothing is under way any more: every request is answered and every stream has ended. */
@Injectable()
class ResourceCloser implements OnApplicationShutdown {
  constructor(@Inject(CLOSE_RESOURCES) private readonly close: OpenResources['close']) {}

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

function readinessChecks({ trialLedger, sealedLedger, accessLedger, runner }: Resources): readonly ReadinessCheck[] {
  return [
    storeReadiness(trialLedger, sealedLedger, accessLedger),
    { name: 'projections', isUp: () => runner.state.phase === 'following' },
  ];
}

/** Commands in, state out: what the sites' client programs talk to. */
@Module({})
export class SiteApiModule {
  /** The resources are closed with the application. */
  static with({ resources, sealed, finishing, wayIn, close }: OpenResources): DynamicModule {
    return {
      module: SiteApiModule,
      global: true,
      imports: [IdentityModule.of({ useValue: wayIn }), SharedRoutesModule],
      controllers: [
        TrialCommandsController,
        TrialOverviewController,
        PatientCommandsController,
        ListController,
        UnblindingController,
        UnblindingReadingController,
        EnrolmentController,
        TreatmentController,
        CellTherapyController,
        CellTherapyReadingController,
        CorrectionsController,
        SigningController,
        SignatureMeaningsController,
        ReportsController,
        ReceiptsController,
        CertifiedCopiesController,
        RedactionsController,
        SealedRedactionsController,
        LiveFeedController,
      ],
      providers: [
        { provide: RESOURCES, useValue: resources },
        { provide: CLOSE_RESOURCES, useValue: close },
        { provide: CLOCK, useValue: resources.now },
        { provide: TRIAL_LEDGER, useValue: resources.trialLedger },
        { provide: ProjectionRunner, useValue: resources.runner },
        { provide: TrialStateQueries, useValue: resources.queries },
        { provide: READINESS_CHECKS, useValue: readinessChecks(resources) },
        ResourceCloser,
        { provide: APP_INTERCEPTOR, useClass: RecordedEntityTag },
        Recording,
        Redaction,
        Erasing,
        RedactionCompleter,
        Consent,
        { provide: SealedCommands, useValue: sealed },
        { provide: Finishing, useValue: finishing },
        Allocations,
        BegunCompleter,
        ListDrawing,
        Randomization,
        PatientFactsReader,
        CellRecording,
        ProductRelease,
        DatabaseLock,
        ...QUERY_PROVIDERS,
      ],
      exports: [IdentityModule, READINESS_CHECKS, CLOCK, TRIAL_LEDGER, ProjectionRunner, TrialStateQueries],
    };
  }
}
