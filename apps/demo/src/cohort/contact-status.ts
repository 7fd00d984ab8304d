import type { CalendarDate } from '@bali/protocol';
import type { Draft } from './draft.js';
import type { Limb } from './fate.js';

const NO = { amputated: 'no' } as const;

/**
 * Visits and calls with what each of them says of the patient: alive, and which limb was amputated since the contact before, as
 * far as the site had recorded it by then.
 * @param limb the one that the amputations are of
 */
export function withStatus(drafts: readonly Draft[], amputations: readonly Draft[], limb: Limb): readonly Draft[] {
  const contacts = drafts.flatMap((draft) => {
    const on = contactOf(draft);
    return on === undefined ? [] : [{ at: draft.at, on }];
  });
  return drafts.map((draft) => {
    const on = contactOf(draft);
    if (on === undefined) return draft;
    const before = contacts.filter((other) => other.at < draft.at && other.on < on).map((other) => other.on);
    const since = before.toSorted().at(-1) ?? '';
    const known = amputations.find(({ at, body }) => at < draft.at && isWithin(body, since, on));
    const body = { vitalStatus: 'alive', limbs: { left: NO, right: NO }, ...draft.body };
    return { ...draft, body, ...(known === undefined ? {} : { amputated: { limb, recordedBy: known.name } }) };
  });
}

/** The day of a visit or a call. */
function contactOf({ body }: Draft): CalendarDate | undefined {
  const { assessedOn, contactedOn } = body as { readonly assessedOn?: string; readonly contactedOn?: string };
  return assessedOn ?? contactedOn;
}

function isWithin(body: object, since: CalendarDate, until: CalendarDate): boolean {
  const { performedOn } = body as { readonly performedOn?: string };
  return performedOn !== undefined && since < performedOn && performedOn <= until;
}
