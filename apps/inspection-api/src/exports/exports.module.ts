import { DisclosureLog } from '@bali/commands';
import { ProjectionRunner } from '@bali/projections';
import { AuditExports, AuditLog } from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { ExportsController } from './exports.controller.js';

@Module({
  imports: [SharedRoutesModule],
  controllers: [ExportsController],
  providers: [
    {
      provide: AuditExports,
      inject: [AuditLog, ProjectionRunner, DisclosureLog],
      useFactory: (auditLog: AuditLog, runner: ProjectionRunner, disclosures: DisclosureLog) =>
        new AuditExports(auditLog, runner, disclosures),
    },
  ],
})
export class ExportsModule {}
