import { calendarDate, oneOf, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { isSerious } from './seriousness.js';

/** ICH E2A, II.B: what makes an adverse event serious. */
const SERIOUSNESS_CRITERIA = [
  'death',
  'life-threatening',
  'hospitalisation',
  'disability',
  'congenital-anomaly',
  'medically-important',
] as const;

const ADVERSE_EVENT_OUTCOMES = [
  'recovered',
  'recovering',
  'recovered-with-sequelae',
  'not-recovered',
  'fatal',
  'unknown',
] as const;

/** The fields that a report of an adverse event and news of it have in common. */
export const number = whole("the adverse event's number for this patient, from 1", 1, 10_000);
export const outcome = oneOf('outcome', ADVERSE_EVENT_OUTCOMES);
export const seriousness = Type.Array(oneOf('seriousness criterion', SERIOUSNESS_CRITERIA), {
  description: 'the seriousness criteria that it meets; none: not serious',
  maxItems: SERIOUSNESS_CRITERIA.length,
  uniqueItems: true,
});
export const endedOn = Type.Optional(calendarDate('when it ended'));

/** Both stand under this signature, if they are serious. */
export const SIGNED_IF_SERIOUS = [
  {
    signature: 'serious-adverse-event' as const,
    onlyIf: ({ seriousness: criteria }: { readonly seriousness: unknown }) => isSerious(criteria),
  },
];

export function seriousnessInWords(criteria: readonly string[]): string {
  return criteria.length === 0 ? 'not serious' : `serious (${criteria.map(words).join(', ')})`;
}

export function endInWords(date: string | undefined): string | undefined {
  return date === undefined ? undefined : `ended on ${date}`;
}
