import { addPatientRoutes, addTrialRoutes, Recording } from '@bali/recording';
import { Controller, Inject } from '@nestjs/common';
import { ROUTED_PATIENT_EVENTS } from './patient-routes.js';
import { ROUTED_TRIAL_EVENTS } from './trial-routes.js';

/** What is entered about a patient and leads to one event: a route for each row of the table. */
@Controller('patients/:patient')
export class PatientCommandsController {
  constructor(@Inject(Recording) readonly recording: Recording) {}
}

/** The same for the trial as a whole. */
@Controller()
export class TrialCommandsController {
  constructor(@Inject(Recording) readonly recording: Recording) {}
}

addPatientRoutes(PatientCommandsController, ROUTED_PATIENT_EVENTS);
addTrialRoutes(TrialCommandsController, ROUTED_TRIAL_EVENTS);
