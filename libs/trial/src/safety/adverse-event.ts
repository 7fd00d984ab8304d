import { onDate } from '@bali/protocol';
import { oneOf, partialDate, type ShowText, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { isJudgement } from './adverse-events-of.js';
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

const RELATIONSHIPS = [
  'not-related',
  'harvest',
  'anaesthesia',
  'implantation-procedure',
  'implanted-product',
  'not-assessable',
] as const;

/** The fields that a report of an adverse event and news of it have in common. */
export const number = whole("the adverse event's number for this patient, from 1", 1, 10_000);
export const outcome = oneOf('outcome', ADVERSE_EVENT_OUTCOMES);
export const seriousness = Type.Array(oneOf('seriousness criterion', SERIOUSNESS_CRITERIA), {
  description: 'the seriousness criteria that it meets; none: not serious',
  maxItems: SERIOUSNESS_CRITERIA.length,
  uniqueItems: true,
});
export const severity = oneOf('severity', ['mild', 'moderate', 'severe']);
export const relatedTo = oneOf('what it may be due to, in the investigator’s judgement', RELATIONSHIPS);
export const endedOn = Type.Optional(partialDate('when it ended'));

/** What made it, where the command that recorded a death or an amputation did. */
export const linkedTo = Type.Optional(
  oneOf('the entry of the same command that it was made with; nobody enters it', ['death', 'amputation']),
);

interface Signable {
  readonly seriousness: unknown;
  readonly severity?: unknown;
  readonly relatedTo?: unknown;
  readonly linkedTo?: unknown;
}

/**
 * Whoever learns of a serious event at the site reports it at once; what is signed is the investigator's judgement of it. News that
 * came with a death stands without a signature, since whoever hears of the death records it.
 */
export const SIGNED_IF_JUDGED_SERIOUS = [
  {
    signature: 'serious-adverse-event' as const,
    onlyIf: (data: Signable) => isSerious(data.seriousness) && isJudgement(data),
  },
];
export const SIGNED_IF_SERIOUS = [
  {
    signature: 'serious-adverse-event' as const,
    onlyIf: (data: Signable) => isSerious(data.seriousness) && data.linkedTo === undefined,
  },
];

export function seriousnessInWords(criteria: readonly string[]): string {
  return criteria.length === 0 ? 'not serious' : `serious (${criteria.map(words).join(', ')})`;
}

export function endInWords(date: string | undefined): string | undefined {
  return date === undefined ? undefined : `ended ${onDate(date)}`;
}

export function relationInWords(to: string): string {
  if (to === 'not-related') return 'not related to the trial';
  return to === 'not-assessable' ? 'relation not assessable' : `possibly due to the ${words(to)}`;
}

interface Named {
  readonly term?: string;
  readonly termAsReported?: string;
  readonly linkedTo?: string;
}

/** What it was, as it was reported, or as the command that made it says. */
export function adverseEventInWords({ term, termAsReported, linkedTo: made }: Named, show: ShowText): string {
  if (termAsReported !== undefined) return show(termAsReported);
  return `“${term ?? words(made ?? 'not named')}”`;
}
