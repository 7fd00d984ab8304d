import { type BodyDetails, bodyOf } from '@bali/recording';
import { PATIENT_EVENTS } from '@bali/trial';

const { ConsentGiven } = PATIENT_EVENTS;

/** The code of the patient is given by the software. */
export const CONSENT_BODY: BodyDetails = { body: 'ConsentDto', notInBody: ['patient'] };

export class ConsentDto extends bodyOf(ConsentGiven, CONSENT_BODY) {
  declare readonly site: string;
}
