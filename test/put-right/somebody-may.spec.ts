import { type Action, permits, type Role, ROLE_IDS } from '@bali/access';
import { PATIENT_EVENTS, TRIAL_EVENTS } from '@bali/trial';
import { describe, expect, it } from '@jest/globals';

/** What is said of an event by what it says of itself, as far as it is looked at here. */
interface Event {
  readonly type: string;
  readonly mayBeAnnulled: unknown;
  readonly command?: { readonly action: string } | undefined;
}

/** The roles that may record an event, and do something else, too. */
function whoMay({ command }: Event, action: Action): readonly Role[] {
  return ROLE_IDS.filter((role) => permits(role, command?.action as Action) && permits(role, action));
}

const entered = (events: object): readonly Event[] =>
  (Object.values(events) as readonly Event[]).filter(({ command }) => command !== undefined);

describe.each([
  ['a patient', entered(PATIENT_EVENTS), 'annul-entries'],
  ['the trial', entered(TRIAL_EVENTS), 'annul-trial-entries'],
] as const)('[R3-424] whatever is entered about %s and may be annulled', (_, events, annul) => {
  it('is annulled by somebody who could have entered it', () => {
    const byNobody = events
      .filter(({ mayBeAnnulled }) => mayBeAnnulled !== false)
      .filter((event) => [...whoMay(event, annul), ...whoMay(event, 'request-annulment')].length === 0);
    expect(byNobody.map(({ type }) => type)).toEqual([]);
  });
});
