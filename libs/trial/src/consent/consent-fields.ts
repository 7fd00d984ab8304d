import { line, oneOf } from '@bali/schema';
import { Type } from 'typebox';

export const informationVersion = line("version of the patient's information and consent form");

/** What was signed is recorded as it was; a form that was not in force is a deviation, and no typing error. */
export const formNotInForce = Type.Optional(
  oneOf('that the form was not in force at the site on that day, and was signed all the same', ['yes']),
);

export const vitalStatusFromPublicSource = Type.Optional(
  oneOf('whether, after a withdrawal, it may be learned from a public source if the patient is alive', ['yes', 'no']),
);
