import { addPatientRoutes, MONITORING_ROUTES, Recording, SIGN_OFF_ROUTES } from '@bali/recording';
import { PATIENT_EVENTS } from '@bali/trial';
import { Controller, Inject } from '@nestjs/common';

/** The commands that the pages send, by the events that they lead to. All others are the site API's alone. */
const ON_PAGES = [
  'QueryRaised',
  'QueryAnswered',
  'QueryClosed',
  'QueryReopened',
  'SourceDataVerified',
  'DeviationAssessed',
  'PatientSignedOff',
] as const;

const ROUTES = { ...MONITORING_ROUTES, ...SIGN_OFF_ROUTES };

/** What people enter on the pages about a patient's record: the same routes as the site API's, made of the same rows. */
@Controller('patients/:patient')
export class PageCommandsController {
  constructor(@Inject(Recording) readonly recording: Recording) {}
}

addPatientRoutes(
  PageCommandsController,
  ON_PAGES.map((type) => ({ event: PATIENT_EVENTS[type], route: ROUTES[type] })),
);
