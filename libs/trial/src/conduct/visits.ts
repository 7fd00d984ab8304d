import { PRIMARY_ENDPOINT, type Visit } from '@bali/protocol';
import { line, listed, record, visitCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { refusal } from '../refusal.js';
import type { TrialRule } from '../trial/define-trial-event.js';

/** The schedule of follow-up visits, as the registration and an amendment have it. */
export const visits = Type.Array(
  record({
    code: visitCode('the visit'),
    title: line('what people call it'),
    monthsAfterImplantation: whole('calendar months after the implantation', 0, 60),
    windowDays: whole('days before or after that still count as this visit', 0, 90),
  }),
  { description: 'the follow-up visits in force from now on', minItems: 1, maxItems: 20 },
);

interface WithVisits {
  readonly visits: readonly Visit[];
}

export const VISIT_RULES: readonly TrialRule[] = [
  {
    says: 'Each visit has a code of its own.',
    refuses: ({ visits: schedule }: WithVisits) =>
      new Set(schedule.map(({ code }) => code)).size < schedule.length
        ? refusal('visits-not-distinct', 'Each visit needs a code of its own.', '/visits')
        : undefined,
  },
  {
    says: `There is a visit at ${PRIMARY_ENDPOINT.months} months, that of the primary endpoint.`,
    refuses: ({ visits: schedule }: WithVisits) => {
      const { months } = PRIMARY_ENDPOINT;
      if (schedule.some(({ monthsAfterImplantation }) => monthsAfterImplantation === months)) return undefined;
      const sentence = `The visit at ${months} months, the endpoint's, is missing.`;
      return refusal('visits-without-endpoint', sentence, '/visits');
    },
  },
];

export function visitsInWords(schedule: readonly Visit[]): string {
  return listed(schedule.map(({ code, title, windowDays }) => `${code} (${title}, ± ${windowDays} days)`));
}
