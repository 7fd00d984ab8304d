import { Module } from '@nestjs/common';
import { WitnessingController } from './witnessing.controller.js';

/** Witnesses of the trial ledger that come by themselves. */
@Module({ controllers: [WitnessingController] })
export class WitnessingModule {}
