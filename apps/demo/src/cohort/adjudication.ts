import { dateAt, type PartialDate, plusDays, type Site } from '@bali/protocol';
import type { Draft } from './draft.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';

/** Until then an adjudicator has received what is documented of it. */
const DAYS_UNTIL_JUDGED = 20;

interface Operation {
  readonly side: string;
  readonly level: string;
  readonly performedOn: PartialDate;
}

/**
 * What adjudicators judge of each amputation and death: an adjudicator first, then the committee. Of a death they find the cause of the
 * site; an amputation below the knee they find to have gone through it, so that a disagreement is to be seen.
 * @param course of a patient, with nothing in it that is annulled later
 */
export function adjudicationDrafts({ timeZone }: Site, course: readonly Draft[]): readonly Draft[] {
  return course
    .filter(({ path, refusedAs }) => refusedAs === undefined && (path === 'amputations' || path === 'death'))
    .flatMap((endpoint) => {
      const day = workingDay(plusDays(dateAt(endpoint.at, timeZone), DAYS_UNTIL_JUDGED));
      const at = serverTime(momentAt(day, 11 * 60, timeZone));
      const judged = { verdict: 'happened', ...foundIn(endpoint, course) };
      const step = (name: string, minutes: number, inNameOf: string, more = {}): Draft => ({
        ...{ name: `${name}-of-${endpoint.name}`, at: plusMinutes(at, minutes), by: 'endpoint-adjudicator' },
        ...{ path: 'adjudications', about: { entry: endpoint.name }, body: { inNameOf, ...judged, ...more } },
      });
      return [
        step('judgement', 0, 'one-adjudicator', { rationale: 'by the report of the surgeon and the imaging' }),
        step('judgement-of-the-committee', 24 * 60, 'committee'),
      ];
    });
}

function foundIn({ name, path, body }: Draft, course: readonly Draft[]): object {
  if (path === 'death') {
    const { diedOn, cause } = body as { readonly diedOn: PartialDate; readonly cause: string };
    return { diedOn, cause };
  }
  const corrected = course.find(({ corrects }) => corrects === name)?.body as
    { readonly newValue?: string } | undefined;
  const { side, level: entered, performedOn } = body as Operation;
  const level = corrected?.newValue ?? entered;
  return { side, level: level === 'below-knee' ? 'through-knee' : level, performedOn };
}
