import { Module } from '@nestjs/common';
import { PatientCommandsController } from './command-controllers.js';

/** What is entered about a patient and leads to one event, from the screening to the end of the participation. */
@Module({ controllers: [PatientCommandsController] })
export class PatientCommandsModule {}
