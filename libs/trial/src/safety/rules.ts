import { firstDay, isCertainlyAfter, isCertainlyBefore, onDate, type PartialDate } from '@bali/protocol';
import { all, type PatientData } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { isJudgement } from './adverse-events-of.js';

export const reportInOrder: Rule = {
  says: 'It ended neither before it began nor in the future.',
  refuses: ({ startedOn, endedOn }: PatientData<'AdverseEventReported'>, _, __, { today }) => {
    if (endedOn === undefined) return undefined;
    if (firstDay(endedOn) > today) return refusal('in-the-future', `${endedOn} is in the future.`, '/endedOn');
    return endedBefore(startedOn, endedOn);
  },
};

export const newsInOrder: Rule = {
  says: 'The news is not older than the adverse event, and knows of no end that came later than the news.',
  refuses: ({ number, assessedOn, endedOn }: PatientData<'AdverseEventFollowedUp'>, _, state) => {
    const startedOn = all(state, 'AdverseEventReported').find(({ data }) => data.number === number)?.data.startedOn;
    if (startedOn !== undefined && isCertainlyBefore(assessedOn, startedOn)) {
      return refusal('out-of-order', `${assessedOn} is before it began ${onDate(startedOn)}.`, '/assessedOn');
    }
    if (endedOn === undefined) return undefined;
    if (isCertainlyAfter(endedOn, assessedOn)) {
      return refusal('out-of-order', `That it ended ${onDate(endedOn)} was not known on ${assessedOn}.`, '/endedOn');
    }
    return startedOn === undefined ? undefined : endedBefore(startedOn, endedOn);
  },
};

function endedBefore(startedOn: PartialDate, endedOn: PartialDate): Refusal | undefined {
  if (!isCertainlyBefore(endedOn, startedOn)) return undefined;
  return refusal('out-of-order', `It ended ${onDate(endedOn)}, before it began ${onDate(startedOn)}.`, '/endedOn');
}

/** ICH E2A: an adverse event with a fatal outcome is serious because of the death, and the other way round. */
export const fatalIsSerious: Rule = {
  says: 'A fatal outcome and the seriousness criterion “death” go together.',
  refuses: ({ outcome, seriousness }: Pick<PatientData<'AdverseEventReported'>, 'outcome' | 'seriousness'>) =>
    (outcome === 'fatal') === seriousness.includes('death')
      ? undefined
      : refusal(
          'seriousness-and-outcome-differ',
          'A fatal outcome and the seriousness criterion "death" go together: change both, in one correction.',
          '/seriousness',
        ),
};

/** Whoever reports at once may leave both to an investigator; one without the other is no judgement. */
export const judgedAsAWhole: Rule = {
  says: 'Severity and relation are judged together, or not yet.',
  refuses: (data: { readonly severity?: string; readonly relatedTo?: string }) => {
    const { severity, relatedTo } = data;
    if (isJudgement(data) || (severity === undefined && relatedTo === undefined)) return undefined;
    return refusal(
      'judgement-incomplete',
      'Give severity and relation together, or leave both to the investigator, who adds them as news.',
      severity === undefined ? '/severity' : '/relatedTo',
    );
  },
};
