import {
  type CalendarDate,
  CRITERIA,
  type CriterionId,
  dateAt,
  type Instant,
  plusDays,
  type Site,
} from '@bali/protocol';
import type { Chance } from '../chance.js';
import { correction, type Draft } from './draft.js';
import { entered, enteredAfter, officeHour, workingDay } from './moments.js';
import { formOn } from './consent-forms.js';
import { eligibleAnswers, excludedBy, incomplete } from './screening-answers.js';

/** How a screening comes out. */
export type ScreeningPlan =
  | 'eligible'
  | 'excluded'
  | 'eligible-at-second-screening'
  | 'excluded-at-second-screening'
  | 'never-decided'
  | 'eligible-once-corrected';

export const SCREENING_PLANS: readonly ScreeningPlan[] = [
  ...Array<ScreeningPlan>(16).fill('eligible'),
  ...Array<ScreeningPlan>(9).fill('excluded'),
  ...Array<ScreeningPlan>(2).fill('eligible-at-second-screening'),
  'excluded-at-second-screening',
  'never-decided',
  'eligible-once-corrected',
];

export const CRITERION_IDS: readonly CriterionId[] = CRITERIA.map(({ id }) => id);

/** Somebody who came to a site. */
export interface Candidate {
  readonly site: Site;
  readonly consentedOn: CalendarDate;
  readonly plan: ScreeningPlan;
  /** What excludes this candidate, if the plan says that something does. */
  readonly criterion: CriterionId;
  readonly chance: Chance;
}

export interface Enrolment {
  readonly drafts: readonly Draft[];
  /** When the patient could be randomized; absent: never. */
  readonly eligibleAt?: Instant;
}

/** From the consent to the verdict. */
export function enrolmentOf(candidate: Candidate): Enrolment {
  const consents = consentDrafts(candidate);
  const consentedAt = consents[0]?.at ?? '';
  const first = firstScreening(candidate, consentedAt);
  const drafts = [...consents, first];
  switch (candidate.plan) {
    case 'eligible':
      return { drafts, eligibleAt: first.at };
    case 'excluded':
    case 'never-decided':
      return { drafts };
    case 'eligible-at-second-screening': {
      const second = secondScreening(candidate, first.at);
      return { drafts: [...drafts, second], eligibleAt: second.at };
    }
    case 'excluded-at-second-screening':
      return { drafts: [...drafts, secondScreening(candidate, first.at)] };
    case 'eligible-once-corrected': {
      const corrected = correctedScreening(candidate, first);
      return { drafts: [...drafts, corrected], eligibleAt: corrected.at };
    }
  }
}

function consentDrafts({ site, consentedOn, chance }: Candidate): readonly Draft[] {
  const own = chance.for('consent');
  const yearOfBirth = Number(consentedOn.slice(0, 4)) - Math.round(own.around(69, 18));
  const consent: Draft = {
    name: 'consent',
    at: officeHour(own, consentedOn, site.timeZone),
    by: 'investigator',
    path: '',
    body: {
      site: site.code,
      yearOfBirth,
      sex: own.happens(0.68) ? 'male' : 'female',
      consentedOn,
      informationVersion: formOn(consentedOn),
      keepingOfCells: own.for('keeping of cells').happens(0.9) ? 'yes' : 'no',
      vitalStatusFromPublicSource: own.for('vital status').happens(0.9) ? 'yes' : 'no',
    },
  };
  if (!own.happens(0.05)) return [consent];
  const correctedAt = officeHour(own, plusDays(consentedOn, own.whole(20, 40)), site.timeZone);
  const right = { field: '/yearOfBirth', newValue: yearOfBirth + own.whole(1, 3) };
  return [consent, correction(consent, correctedAt, { ...right, reason: 'misread in the medical file' })];
}

function firstScreening(candidate: Candidate, consentedAt: Instant): Draft {
  const { site, consentedOn, plan, criterion, chance } = candidate;
  const own = chance.for('screening');
  const screenedOn = workingDay(plusDays(consentedOn, own.whole(1, 10)));
  const answers = eligibleAnswers(own, screenedOn);
  const given = {
    eligible: () => answers,
    excluded: () => excludedTwice(own, excludedBy(criterion, answers, own, screenedOn)),
    'eligible-at-second-screening': () => incomplete(answers, own),
    'excluded-at-second-screening': () => incomplete(answers, own),
    'never-decided': () => incomplete(answers, own),
    'eligible-once-corrected': () => ({ ...answers, diabetes: MISTYPED_DIABETES }),
  }[plan]();
  const at = enteredAfter(consentedAt, own, screenedOn, site.timeZone);
  return screening('screening', at, { screenedOn, answers: given });
}

/** Some have more than one reason. */
function excludedTwice<Answers extends object>(chance: Chance, answers: Answers): Answers {
  return chance.happens(0.12) ? { ...answers, ongoingInfection: 'yes' } : answers;
}

function secondScreening({ site, plan, criterion, chance }: Candidate, firstAt: Instant): Draft {
  const own = chance.for('second screening');
  const screenedOn = workingDay(plusDays(dateAt(firstAt, site.timeZone), own.whole(7, 30)));
  const answers = eligibleAnswers(own, screenedOn);
  const given = plan === 'eligible-at-second-screening' ? answers : excludedBy(criterion, answers, own, screenedOn);
  return screening('second-screening', entered(own, screenedOn, site.timeZone), { screenedOn, answers: given });
}

function screening(name: string, at: Instant, body: object): Draft {
  return { name, at, by: 'investigator', path: 'screenings', body };
}

const MISTYPED_DIABETES = { present: 'yes', hba1cPercent: '9.6', proliferativeRetinopathy: 'no' } as const;

function correctedScreening({ site, chance }: Candidate, mistyped: Draft): Draft {
  const own = chance.for('corrected screening');
  const at = officeHour(own, plusDays(dateAt(mistyped.at, site.timeZone), own.whole(1, 6)), site.timeZone);
  const right = { field: '/answers/diabetes/hba1cPercent', newValue: '6.9' };
  return correction(mistyped, at, { ...right, reason: 'typing error: the laboratory report says 6.9 %' });
}

/** A randomization is asked for by an investigator; what it answers is told to nobody here. */
export function randomization(at: Instant, refusedAs?: string): Draft {
  const draft = { name: 'randomization', at, by: 'investigator', path: 'randomization', body: {} } as const;
  return refusedAs === undefined ? draft : { ...draft, refusedAs };
}

/** When the site asks for the randomization of a patient who has become eligible. */
export function askedAt(eligibleAt: Instant, { site, chance }: Candidate): Instant {
  const own = chance.for('randomization');
  return officeHour(own, plusDays(dateAt(eligibleAt, site.timeZone), own.whole(1, 8)), site.timeZone);
}
