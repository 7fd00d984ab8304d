import type { ClassConstructor } from 'class-transformer';
import type { BodyDetails } from './event-dto.js';

/** What is HTTP's about an event that somebody enters: the domain knows no path. */
export interface CommandRoute extends BodyDetails {
  readonly path: string;
  /** The part of the API, as `TAGS` has it. */
  readonly tag: string;
  /** The `operationId`: what generators of clients name the method after. */
  readonly operation: string;
  readonly summary: string;
  readonly description?: string;
  /** The parameters of the path, where it has others than the patient. */
  readonly parameters?: ClassConstructor<object>;
}
