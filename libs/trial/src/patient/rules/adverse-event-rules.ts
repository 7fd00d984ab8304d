import type { CalendarDate } from '@bali/protocol';
import { type Refusal, refusal } from '../../refusal.js';
import { all, type EntryOfType, type PatientEntry, type PatientState } from '../patient-state.js';
import type { Calendar, Rule } from './rule.js';

export const ADVERSE_EVENT_RULES: readonly Rule[] = [reportInOrder, newsInOrder, fatalIsSerious];

function reportInOrder(entry: PatientEntry, _: PatientState, { today }: Calendar): Refusal | undefined {
  if (entry.type !== 'AdverseEventReported') return undefined;
  const { startedOn, endedOn } = entry.data;
  if (endedOn === undefined) return undefined;
  if (endedOn > today) return refusal('in-the-future', `${endedOn} is in the future.`, '/endedOn');
  return endedBefore(startedOn, endedOn);
}

function newsInOrder(entry: PatientEntry, state: PatientState): Refusal | undefined {
  if (entry.type !== 'AdverseEventFollowedUp') return undefined;
  const { number, assessedOn, endedOn } = entry.data;
  const startedOn = all(state, 'AdverseEventReported').find(({ data }) => data.number === number)?.data.startedOn;
  if (startedOn !== undefined && assessedOn < startedOn) {
    return refusal('out-of-order', `${assessedOn} is before it began on ${startedOn}.`, '/assessedOn');
  }
  if (endedOn === undefined) return undefined;
  if (endedOn > assessedOn) {
    return refusal('out-of-order', `That it ended on ${endedOn} was not known on ${assessedOn}.`, '/endedOn');
  }
  return startedOn === undefined ? undefined : endedBefore(startedOn, endedOn);
}

function endedBefore(startedOn: CalendarDate, endedOn: CalendarDate): Refusal | undefined {
  if (endedOn >= startedOn) return undefined;
  return refusal('out-of-order', `It ended on ${endedOn}, before it began on ${startedOn}.`, '/endedOn');
}

type WithSeriousness = EntryOfType<'AdverseEventReported'> | EntryOfType<'AdverseEventFollowedUp'>;

/** ICH E2A: an adverse event with a fatal outcome is serious because of the death, and the other way round. */
function fatalIsSerious(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'AdverseEventReported' && entry.type !== 'AdverseEventFollowedUp') return undefined;
  const { outcome, seriousness }: WithSeriousness['data'] = entry.data;
  if ((outcome === 'fatal') === seriousness.includes('death')) return undefined;
  return refusal(
    'seriousness-and-outcome-differ',
    'A fatal outcome and the seriousness criterion "death" go together.',
    '/seriousness',
  );
}
