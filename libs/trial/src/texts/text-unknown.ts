import { type Refusal, refusal } from '../refusal.js';

/** The refusal of a place at which no free text stands, which names those where one does. */
export function textUnknown(places: readonly string[]): { readonly refusal: Refusal } {
  const others =
    places.length === 0
      ? 'This record has none of that event: look the event up in the audit log of the patient.'
      : `It has free texts at ${places.join(', ')}.`;
  return { refusal: refusal('text-unknown', `No free text stands there in this record. ${others}`, '/field') };
}
