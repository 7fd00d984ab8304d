import { type CalendarDate, dateAt, isMajorAmputation, lastDay, type PartialDate } from '@bali/protocol';
import { Type } from 'typebox';
import { has, type PatientState } from '../patient/chart.js';
import type { Companion } from '../patient/define-patient-event.js';
import { number } from './adverse-event.js';
import { adverseEventOf, adverseEventsOf, nextAdverseEventNumber } from './adverse-events-of.js';
import { withdrewBefore } from './death-rules.js';

/** The adverse event of a death or of a major amputation: the one that it names, else the one that the same command makes. */
export const itsAdverseEvent = Type.Optional({
  ...number,
  description:
    'the number of its adverse event: the one that is reported already and ended so; absent: the same command makes one',
});

interface Happening {
  readonly awareAt?: string;
  readonly adverseEvent?: number;
}

/** A major amputation is a serious adverse event: a limb that is lost is a lasting disability. */
export function broughtByAmputation(
  amputation: Happening & { readonly performedOn: PartialDate; readonly level: string },
  state: PatientState,
): Companion | undefined {
  const { performedOn, level, adverseEvent } = amputation;
  if (!isMajorAmputation(level as never) || adverseEvent !== undefined) return undefined;
  const about = { startedOn: performedOn, seriousness: ['disability'], outcome: 'unknown' };
  return made(state, 'amputation', amputation, about);
}

/** Nothing after a withdrawal of consent: what is heard of then is vital status alone. */
export function broughtByDeath(
  death: Happening & { readonly diedOn: PartialDate },
  state: PatientState,
  { timeZone }: { readonly timeZone: string },
): Companion | undefined {
  const { diedOn, adverseEvent } = death;
  if (has(state, 'Died') || withdrewBefore(state, diedOn)) return undefined;
  if (adverseEvent !== undefined) return newsOfDeath(state, adverseEvent, death, timeZone);
  const fatal = adverseEventsOf(state).find(({ outcome }) => outcome === 'fatal');
  if (fatal !== undefined) return { data: { adverseEvent: fatal.report.data.number }, events: [] };
  const about = { startedOn: diedOn, endedOn: diedOn, seriousness: ['death'], outcome: 'fatal' };
  return made(state, 'death', death, about);
}

function made(state: PatientState, linkedTo: string, { awareAt }: Happening, about: object): Companion {
  const next = nextAdverseEventNumber(state);
  const known = awareAt === undefined ? {} : { awareAt };
  const event = { type: 'AdverseEventReported', data: { number: next, linkedTo, ...known, ...about } };
  return { data: { adverseEvent: next }, events: [event] };
}

/** What was reported already came out so, unless its outcome is fatal already. */
function newsOfDeath(
  state: PatientState,
  adverseEvent: number,
  { awareAt, diedOn }: Happening & { readonly diedOn: PartialDate },
  timeZone: string,
): Companion | undefined {
  const known = adverseEventOf(state, adverseEvent);
  if (known === undefined || known.outcome === 'fatal') return undefined;
  const assessedOn: CalendarDate = awareAt === undefined ? lastDay(diedOn) : dateAt(awareAt, timeZone);
  const { seriousness } = (known.news.at(-1) ?? known.report).data;
  const data = {
    number: adverseEvent,
    linkedTo: 'death',
    assessedOn,
    ...(awareAt === undefined ? {} : { awareAt }),
    endedOn: diedOn,
    seriousness: ['death', ...seriousness.filter((criterion) => criterion !== 'death')],
    outcome: 'fatal',
  };
  return { data: {}, events: [{ type: 'AdverseEventFollowedUp', data }] };
}
