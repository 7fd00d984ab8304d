import { isFullDate } from '@bali/protocol';
import { oneOf, valueAt, words } from '@bali/schema';
import { Type } from 'typebox';
import { demanded } from '../patient/demanded.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

/** Whether it happened at the site, or elsewhere, so that the site heard of it. Older records do not say it. */
export const where = Type.Optional(
  oneOf('where it happened: at the site, or elsewhere, so that the date may be known in part', [
    'at-the-site',
    'elsewhere',
  ]),
);

/** ICH E6(R3), Annex 2: of data from outside a visit, who observed it. */
export const knownFrom = Type.Optional(
  oneOf('who said so', ['patient', 'family', 'physician', 'hospital', 'public-register', 'site', 'other']),
);

interface Placed {
  readonly where?: string;
  readonly knownFrom?: string;
}

export const placeGiven = demanded('/where', 'Whether it happened at the site or elsewhere');

/** What the trial's own site did is dated to the day. @param when the field with the date (a JSON pointer) */
export function datedToTheDayAtTheSite(when: string): Rule {
  return {
    says: 'Its date is known to the day, unless it happened elsewhere.',
    refuses: ({ where: place }: Placed, { data }) => {
      const date = valueAt(data, when);
      if (place === 'elsewhere' || typeof date !== 'string' || isFullDate(date)) return undefined;
      const sentence =
        `${date} is no whole date. What happened at the site is dated to the day, as its own records have it; of what ` +
        'happened elsewhere, year or month are enough: then say that it happened elsewhere.';
      return refusal('whole-date-needed', sentence, when);
    },
  };
}

/** For sentences: nothing of what happened at the site, and of older records. */
export function placeInWords({ where: place, knownFrom: source }: Placed): readonly (string | undefined)[] {
  return [place === 'elsewhere' ? 'elsewhere' : undefined, sourceInWords(source)];
}

export function sourceInWords(source: string | undefined): string | undefined {
  return source === undefined ? undefined : `known from: ${words(source)}`;
}
