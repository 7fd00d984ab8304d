import { dateAt, onDate, TRIAL } from '@bali/protocol';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { referenceInformationOn } from './reference-information.js';
import { safetyCaseOf } from './safety-case.js';
import { isCaseReportable, lastDayOf } from './safety-clocks.js';

interface Numbered {
  readonly number: number;
}

interface Assessing extends Numbered {
  readonly relatedTo: string;
  readonly expectedness: string;
  readonly reaction?: string;
}

/** The sponsor judges what an investigator has judged, and answers for: nothing that is not serious, and nothing unsigned. */
export const judgedByInvestigator: PatientCondition = {
  says: 'the adverse event is serious, and an investigator has signed severity and causality of it',
  field: '/number',
  refuses: (state, _, { number }: Numbered) => {
    const known = safetyCaseOf(state, number)?.history.at(-1);
    if (known?.isSerious === true && known.suspected !== undefined) return undefined;
    const sentence =
      known?.isSerious === true
        ? 'No investigator has signed severity and causality of it yet: raise a query, and assess it when they have.'
        : 'It is not serious, by what the site knows: raise a query if you think that it is.';
    return refusal('not-judged-yet', sentence, '/number');
  },
};

/** Regulation (EU) 536/2014, Annex III: both opinions are kept, and neither takes away from the other. */
export const neverDowngraded: PatientCondition = {
  says: "the sponsor does not take back the investigator's suspicion",
  field: '/relatedTo',
  refuses: (state, _, { number, relatedTo }: Assessing) => {
    const suspected = safetyCaseOf(state, number)?.history.at(-1)?.suspected ?? 'not-related';
    if (relatedTo !== 'not-related' || suspected === 'not-related') return undefined;
    const sentence =
      `The investigator suspects a relation (${suspected}), and the sponsor never takes that back: record what is suspected, and say ` +
      'in the comment what you think. If the investigator is mistaken, raise a query.';
    return refusal('causality-downgraded', sentence, '/relatedTo');
  },
};

/** What is expected stands in the reference information that was in force when the event began. */
export const expectedIsListed: PatientCondition = {
  says: 'a reaction that is expected is listed in the reference safety information that was in force when the event began',
  field: '/reaction',
  refuses: (state, { trial }, { number, expectedness, reaction }: Assessing) => {
    if (expectedness !== 'expected') {
      if (reaction === undefined) return undefined;
      return refusal(
        'reaction-not-listed',
        'It is unexpected, so that it is no listed reaction: leave it out.',
        '/reaction',
      );
    }
    const began = safetyCaseOf(state, number)?.report.data.startedOn ?? '';
    const inForce = referenceInformationOn(trial, began);
    if (inForce === undefined) {
      const sentence = `No reference safety information was in force ${onDate(began)}: whatever began then is unexpected.`;
      return refusal('no-reference-information', sentence, '/expectedness');
    }
    if (reaction !== undefined && inForce.reactions.includes(reaction)) return undefined;
    const listed = inForce.reactions.length === 0 ? 'none' : inForce.reactions.join('; ');
    const sentence = `Version ${inForce.version}, in force ${onDate(began)}, lists: ${listed}. Name one of these, or judge it as unexpected.`;
    return refusal('reaction-not-listed', sentence, '/reaction');
  },
};

export const reportableCase: PatientCondition = {
  says: 'the sponsor has judged it as unexpected, and somebody suspects that what the trial did led to it',
  field: '/number',
  refuses: (state, _, { number }: Numbered) => {
    const found = safetyCaseOf(state, number);
    const isUnexpected = found?.assessment?.data.expectedness === 'unexpected';
    if (found !== undefined && isUnexpected && isCaseReportable(found)) return undefined;
    return refusal(
      'case-not-reportable',
      'It is handed over once the sponsor has judged it as unexpected, and somebody suspects a relation: assess it first.',
      '/number',
    );
  },
};

export const notHandedOver: PatientCondition = {
  says: 'the case is not handed over yet',
  field: '/number',
  refuses: (state, _, { number }: Numbered) =>
    safetyCaseOf(state, number)?.handedOver === undefined
      ? undefined
      : refusal(
          'already-handed-over',
          'This case is handed over already: what comes of it is not told here.',
          '/number',
        ),
};

/** A case is closed on a day that depends on nothing but the trial ledger, whatever came of it. */
export const longestClockOver: PatientCondition = {
  says: 'the case is handed over, and the last day of its longest clock has come',
  field: '/number',
  refuses: (state, { now }, { number }: Numbered) => {
    const found = safetyCaseOf(state, number);
    const lastDay = found && lastDayOf(found);
    if (found?.handedOver === undefined || lastDay === undefined)
      return refusal('case-not-handed-over', 'This case is not handed over: hand it over first.', '/number');
    if (found.closed !== undefined && found.closed.data.lastDay >= lastDay)
      return refusal('case-already-closed', 'This case is closed, and no news of it came since.', '/number');
    if (dateAt(now, TRIAL.timeZone) >= lastDay) return undefined;
    return refusal(
      'clock-still-runs',
      `Its longest clock runs until ${lastDay}: close it on that day, or later.`,
      '/number',
    );
  },
};
