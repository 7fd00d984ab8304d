import { Module } from '@nestjs/common';
import { ErrataController } from './errata.controller.js';

/** What was wrong in the locked record, said after the unblinding of the trial. */
@Module({ controllers: [ErrataController] })
export class ErrataModule {}
