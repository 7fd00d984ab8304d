import { Type } from 'typebox';
import { describeEvent } from '@bali/schema';
import { calendarDate, freeText, line, oneOf, record, whole } from '@bali/schema';

/** ICH E2A, II.B: what makes an adverse event serious. */
export const SERIOUSNESS_CRITERIA = [
  'death',
  'life-threatening',
  'hospitalisation',
  'disability',
  'congenital-anomaly',
  'medically-important',
] as const;

const number = whole("the adverse event's number for this patient, from 1", 1, 10_000);
export const ADVERSE_EVENT_OUTCOMES = [
  'recovered',
  'recovering',
  'recovered-with-sequelae',
  'not-recovered',
  'fatal',
  'unknown',
] as const;
export const RELATIONSHIPS = [
  'not-related',
  'harvest',
  'anaesthesia',
  'implantation-procedure',
  'implanted-product',
  'not-assessable',
] as const;

const outcome = oneOf('outcome', ADVERSE_EVENT_OUTCOMES);
const seriousness = Type.Array(oneOf('seriousness criterion', SERIOUSNESS_CRITERIA), {
  description: 'the seriousness criteria that it meets; none: not serious',
  maxItems: SERIOUSNESS_CRITERIA.length,
  uniqueItems: true,
});
const endedOn = Type.Optional(calendarDate('when it ended'));

export const ADVERSE_EVENT_EVENTS = {
  AdverseEventReported: describeEvent(
    'AdverseEventReported',
    'an adverse event was reported',
    record({
      number,
      term: line('what it was, in medical words'),
      startedOn: calendarDate('when it began'),
      endedOn,
      severity: oneOf('severity', ['mild', 'moderate', 'severe']),
      seriousness,
      relatedTo: oneOf('what it may be due to, in the investigator’s judgement', RELATIONSHIPS),
      outcome,
      narrative: Type.Optional(freeText('narrative')),
    }),
  ),
  AdverseEventFollowedUp: describeEvent(
    'AdverseEventFollowedUp',
    'news of an adverse event was recorded',
    record({
      number,
      assessedOn: calendarDate('when this was known'),
      endedOn,
      seriousness,
      outcome,
      narrative: Type.Optional(freeText('narrative')),
    }),
  ),
} as const;
