import { Module } from '@nestjs/common';
import { CorrectionsController } from './corrections.controller.js';

/** Corrections of patients' records. */
@Module({ controllers: [CorrectionsController] })
export class CorrectionsModule {}
