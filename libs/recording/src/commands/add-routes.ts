import type { Action } from '@bali/access';
import type { CommandTexts, Invocation } from '@bali/commands';
import { CurrentInvocation } from '@bali/http';
import { PatientParameter } from '@bali/shared-routes';
import type { PatientCommandType, TrialCommand } from '@bali/trial';
import { Body, Param, Post, type Type } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';
import type { Recorded } from '../recording/recorded.js';
import type { Recording } from '../recording/recording.js';
import { Records } from '../recording/records.js';
import type { CommandRoute } from './command-route.js';
import { enteredOf } from './entered.js';
import { bodyExample, bodyOf, bodySchema, type EnteredEvent } from './event-dto.js';

type Places = Readonly<Record<string, string>>;

/** A controller whose routes are made of rows. */
export interface CommandsController {
  readonly recording: Recording;
}

type Handler = (
  this: CommandsController,
  invocation: Invocation,
  places: Places | undefined,
  body: object,
) => Promise<Recorded>;

/** An event that somebody enters, with what is HTTP's about it. */
export interface RoutedEvent {
  readonly event: EnteredEvent;
  readonly route: CommandRoute;
}

/** Adds a route for each event to a controller of `patients/:patient`. */
export function addPatientRoutes(controller: Type<CommandsController>, rows: readonly RoutedEvent[]): void {
  for (const row of rows) {
    const { event } = row;
    addRoute(controller, row, PatientParameter, function (invocation, places, body) {
      const { patient = '', ...fromPath } = places ?? {};
      return this.recording.patient(invocation, patient, (texts) => ({
        type: event.command?.name as PatientCommandType,
        data: dataOf(row, body, fromPath, texts),
      }));
    });
  }
}

/** Adds a route for each event of the trial as a whole. */
export function addTrialRoutes(controller: Type<CommandsController>, rows: readonly RoutedEvent[]): void {
  for (const row of rows) {
    const { event } = row;
    addRoute(controller, row, undefined, function (invocation, places, body) {
      return this.recording.trial(
        invocation,
        (texts) => ({ type: event.command?.name, data: dataOf(row, body, places ?? {}, texts) }) as TrialCommand,
      );
    });
  }
}

function dataOf({ event, route }: RoutedEvent, body: object, fromPath: Places, texts: CommandTexts): object {
  return { ...fromPath, ...enteredOf(bodySchema(event, route), body, texts) };
}

/** Adds a method to a controller, decorated as one that was written by hand. */
function addRoute(
  controller: Type<CommandsController>,
  { event, route }: RoutedEvent,
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
