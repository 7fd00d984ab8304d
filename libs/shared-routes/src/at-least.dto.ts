import { Whole } from '@bali/http';

/** The parameter that every query of the trial takes. */
export function AtLeast(): PropertyDecorator {
  return Whole({
    description: 'the answer includes the event at this position at least: what a command answered as its position',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
    example: 127,
  });
}

export class AtLeastQuery {
  @AtLeast()
  readonly atLeast?: number;
}
