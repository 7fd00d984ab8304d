import { type CriterionId, plusDays, type Site } from '@bali/protocol';
import { cardsOf, type Chance } from '../chance.js';
import { askedAt, type Candidate, CRITERION_IDS, type Enrolment, enrolmentOf, SCREENING_PLANS } from './enrolment.js';
import { workingDay } from './moments.js';
import { OPENINGS } from './people.js';

/** Somebody who came to a site, with what was recorded until it was known whether they are eligible. */
export interface Recruited {
  readonly candidate: Candidate;
  readonly enrolment: Enrolment;
  /** When the site asks for the randomization; absent: it never does. */
  readonly askedAt?: string;
}

const FIRST_DAY = '2009-06-08';
const RECRUITMENT_DAYS = 1_150;
/** Number of patients who become eligible after the last place is taken. */
const TOO_LATE = 2;

/** Everybody who came, in the order of their consents: as many as it takes to fill the places, and a few more. */
export function recruit(places: number, chance: Chance): readonly Recruited[] {
  const wanted = places + TOO_LATE;
  const arrivals = candidates((RECRUITMENT_DAYS * eligiblePart()) / wanted, chance);
  const recruited: Recruited[] = [];
  for (let eligible = 0; eligible < wanted;) {
    const patient = recruitedFrom(arrivals.next().value);
    recruited.push(patient);
    if (patient.askedAt !== undefined) eligible += 1;
  }
  return recruited.toSorted((one, other) => compare(consentedAt(one), consentedAt(other)));
}

function eligiblePart(): number {
  return SCREENING_PLANS.filter((plan) => plan.startsWith('eligible')).length / SCREENING_PLANS.length;
}

function* candidates(daysBetween: number, chance: Chance): Generator<Candidate, never, undefined> {
  const plans = cardsOf(SCREENING_PLANS, chance.for('screening plans'));
  const criteria = cardsOf<CriterionId>(CRITERION_IDS, chance.for('criteria'));
  const arrival = chance.for('arrivals');
  let day = 0;
  for (let number = 1; ; number += 1) {
    const consentedOn = workingDay(plusDays(FIRST_DAY, Math.floor(day)));
    const plan = plans.next().value;
    const criterion = plan.startsWith('excluded') ? criteria.next().value : 'ongoingInfection';
    yield {
      site: siteOn(consentedOn, arrival),
      consentedOn,
      plan,
      criterion,
      chance: chance.for(`candidate ${number}`),
    };
    day += daysBetween * (0.2 + 1.6 * arrival.uniform());
  }
}

/** One of the sites that are open; the sponsor's own recruits most. */
function siteOn(date: string, chance: Chance): Site {
  const open = OPENINGS.filter(({ openedOn }) => openedOn < date).map(({ site }) => site);
  const [first, ...others] = open;
  if (first === undefined) throw new Error(`no site is open on ${date}`);
  return chance.pick([first, first, ...others]);
}

function recruitedFrom(candidate: Candidate): Recruited {
  const enrolment = enrolmentOf(candidate);
  const { eligibleAt } = enrolment;
  return { candidate, enrolment, ...(eligibleAt === undefined ? {} : { askedAt: askedAt(eligibleAt, candidate) }) };
}

function consentedAt({ enrolment }: Recruited): string {
  return enrolment.drafts[0]?.at ?? '';
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
