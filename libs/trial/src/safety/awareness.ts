import { dateAt, futureInWords, isCertainlyBefore, isInTheFuture, onDate } from '@bali/protocol';
import { instant, valueAt } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

/** Day and hour of awareness: the clocks of safety reports begin with it. Older records do not say it. */
export const awareAt = Type.Optional(instant('when anybody at the site first knew of it, day and hour'));

interface Aware {
  readonly awareAt?: string;
}

/** @param isAsked whether it has to be said of this entry */
export function awarenessGiven(isAsked: (data: never) => boolean = () => true): PatientCondition {
  return {
    says: 'it is said at which day and hour anybody at the site first knew of it',
    field: '/awareAt',
    refuses: (_, __, data: Aware) =>
      data.awareAt === undefined && isAsked(data as never)
        ? refusal(
            'value-missing',
            'Say when anybody at the site first knew of it, day and hour: the time allowed for reports runs from then.',
            '/awareAt',
          )
        : undefined,
  };
}

/** @param began the field that says when it began (a JSON pointer) */
export function knownAfterItBegan(began: string): Rule {
  return {
    says: 'Nobody at the site knew of it before it began, or in the future.',
    refuses: ({ awareAt: at }: Aware, { data }, _, { now, today, timeZone }) => {
      if (at === undefined) return undefined;
      if (isInTheFuture(at, now, today)) return refusal('in-the-future', futureInWords(at, now), '/awareAt');
      const beganOn = valueAt(data, began);
      if (typeof beganOn !== 'string' || !isCertainlyBefore(dateAt(at, timeZone), beganOn)) return undefined;
      const sentence = `Nobody can have known of it at ${at}: it began later, ${onDate(beganOn)}.`;
      return refusal('out-of-order', sentence, '/awareAt');
    },
  };
}
