import type { Action } from '@bali/access';
import type { CommandTexts, Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import type { PatientCommandType } from '@bali/trial';
import type { ClassConstructor } from 'class-transformer';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import type { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import type { CommandRoute } from './command-route.js';
import { enteredOf } from './entered.js';
import { bodyExample, bodyOf, bodySchema, type EnteredEvent } from './event-dto.js';
import { ROUTED_PATIENT_EVENTS } from './patient-routes.js';
import { ROUTED_TRIAL_EVENTS } from './trial-routes.js';

type Places = Readonly<Record<string, string>>;
type Handler = (invocation: Invocation, places: Places | undefined, body: object) => Promise<Recorded>;

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

for (const { event, route } of ROUTED_PATIENT_EVENTS) {
  addRoute(
    PatientCommandsController,
    event,
    route,
    PatientParameter,
    function (this: PatientCommandsController, ...[invocation, places, body]) {
      const { patient = '', ...fromPath } = places ?? {};
      return this.recording.patient(invocation, patient, (texts) => ({
        type: event.command.name as PatientCommandType,
        data: dataOf(event, route, body, fromPath, texts),
      }));
    },
  );
}

for (const { event, route } of ROUTED_TRIAL_EVENTS) {
  addRoute(
    TrialCommandsController,
    event,
    route,
    undefined,
    function (this: TrialCommandsController, ...[invocation, places, body]) {
      return this.recording.trial(invocation, (texts) => ({
        type: event.command.name,
        data: dataOf(event, route, body, places ?? {}, texts),
      }));
    },
  );
}

function dataOf(event: EnteredEvent, route: CommandRoute, body: object, fromPath: Places, texts: CommandTexts): object {
  return { ...fromPath, ...enteredOf(bodySchema(event, route), body, texts) };
}

/** Adds a method to a controller, decorated as one that was written by hand. */
function addRoute(
  controller: typeof PatientCommandsController | typeof TrialCommandsController,
  event: EnteredEvent,
  route: CommandRoute,
  inItsPath: ClassConstructor<object> | undefined,
  handler: Handler,
): void {
  const { path, tag, operation, summary, description, parameters = inItsPath } = route;
  const dto = bodyOf(event, route);
  const target = controller.prototype as object;
  const descriptor = { value: handler, writable: true, configurable: true };
  // Nest and the generator of OpenAPI know a method by its name.
  Object.defineProperty(handler, 'name', { value: operation });
  Object.defineProperty(target, operation, descriptor);
  CurrentInvocation()(target, operation, 0);
  if (parameters !== undefined) Param()(target, operation, 1);
  Body()(target, operation, 2);
  Reflect.defineMetadata('design:paramtypes', [Object, parameters, dto], target, operation);
  for (const decorate of [
    ApiTags(tag),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiBody({ type: dto, examples: { [event.about]: { value: bodyExample(event, route) } } }),
    Records(event.command?.action as Action),
    Post(path),
  ]) {
    decorate(target, operation, descriptor);
  }
}
