import { Module } from '@nestjs/common';
import { AnnulmentsController } from './annulments.controller.js';

/** Annulments of what was entered for the wrong patient, twice, or did not happen. */
@Module({ controllers: [AnnulmentsController] })
export class AnnulmentsModule {}
