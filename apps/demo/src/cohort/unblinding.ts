import { createHash } from 'node:crypto';
import { dateAt, type Instant, plusDays, TRIAL } from '@bali/protocol';
import { ANALYSES } from '@bali/trial';
import { afterUnblindingDrafts } from './cells.js';
import type { RandomizedPatient } from './course.js';
import type { Draft, Hand } from './draft.js';
import { officeHour, plusMinutes } from './moments.js';
import { DEVIATION_ASSESSOR, SPONSOR_COORDINATOR } from './people.js';
import type { Keyless } from './script.js';

/** The signed document of the analysis plan, which no demo has: the hash of its name stands for it. */
const PLAN = createHash('sha256').update('the statistical analysis plan of the demo').digest('hex');

/**
 * Some patients who completed the 6 months are unblinded as planned once their record is signed off. The unit then records
 * of each of them, whichever arm it was; the cells of those of arm A are thawed and used.
 */
export function plannedUnblinding(patient: RandomizedPatient, signedOff: readonly Draft[]): readonly Draft[] {
  const { fate, site, chance } = patient;
  const last = signedOff.at(-1);
  const own = chance.for('planned unblinding');
  if (last === undefined || fate !== 'completed' || !own.happens(0.25)) return [];
  const later = (days: number): Instant =>
    officeHour(own, plusDays(dateAt(last.at, site.timeZone), days), site.timeZone);
  const at = later(own.whole(4, 12));
  const reason = 'the 6 months are over: whether there are cells to be used has to be known';
  const unblinding: Draft = {
    name: 'planned-unblinding',
    at,
    by: 'open-clinician',
    path: 'planned-unblinding',
    body: { reason },
  };
  return [unblinding, ...afterUnblindingDrafts(patient, later(own.whole(20, 30)))];
}

/**
 * The arm of somebody who is dying is disclosed to the emergency physician who is called, and then to the investigator. Each says
 * what followed from it.
 */
export function emergencyUnblinding(fatalEvent: Draft): readonly Draft[] {
  return [
    ...opening(fatalEvent, 'emergency-physician', 10, 'the patient is brought in: we have to know what was implanted'),
    ...opening(fatalEvent, 'investigator', 20, 'the intensive care unit has to know what was implanted'),
    {
      name: 'what-the-investigator-judges',
      at: plusMinutes(fatalEvent.at, 120),
      by: 'investigator',
      path: 'sealed-judgements',
      body: {
        causeOfDeath: { cause: 'cardiovascular' },
        text: 'judged by somebody who had been told the arm, for the time after the unblinding of the trial',
      },
    },
  ];
}

function opening(fatalEvent: Draft, by: Hand, minutes: number, reason: string): readonly Draft[] {
  const unblinding: Draft = {
    name: `emergency-unblinding-by-${by}`,
    at: plusMinutes(fatalEvent.at, minutes),
    by,
    path: 'emergency-unblinding',
    body: { reason },
  };
  const assessment: Draft = {
    name: `impact-of-the-unblinding-by-${by}`,
    at: plusMinutes(unblinding.at, 70),
    by,
    path: 'unblinding-impact-assessments',
    body: { impact: 'none', assessment: 'the treatment was the same for either arm; nobody else was told' },
    about: { unblinding: unblinding.name },
  };
  return [unblinding, assessment];
}

/** The analysis plan is fixed a week before the lock, what deviated in the unit is judged on the day after it, and the trial is unblinded for its analysis after it. */
export function trialUnblinding(lockedAt: Instant): readonly Keyless[] {
  const by = SPONSOR_COORDINATOR;
  const planAt = plusMinutes(lockedAt, -7 * 24 * 60);
  return [
    {
      name: 'analysis-plan',
      at: planAt,
      by,
      path: 'trial/analysis-plan',
      body: {
        ...{ planVersion: '1.0', document: PLAN, signedOn: dateAt(planAt, TRIAL.timeZone) },
        primaryTest: 'log-rank',
        populations: ['intention-to-treat', 'safety', 'per-protocol'],
        analyses: ANALYSES.filter((analysis) => analysis !== 'any-amputation-or-revascularization'),
      },
    },
    {
      ...{ name: 'deviations-of-the-unit', at: plusMinutes(lockedAt, 24 * 60), by: DEVIATION_ASSESSOR, judges: true },
      path: 'unit-deviations/judgements',
      body: { text: 'judged by the records of the unit alone' },
    },
    {
      name: 'unblinding-of-the-trial',
      at: plusMinutes(lockedAt, 3 * 24 * 60),
      by,
      path: 'trial/unblinding',
      body: { reason: 'the database is locked and the analysis plan is signed' },
    },
    {
      name: 'impact-of-the-unblinding-of-the-trial',
      at: plusMinutes(lockedAt, 3 * 24 * 60 + 30),
      by,
      path: 'trial/unblinding-impact-assessment',
      body: { impact: 'none', assessment: 'every endpoint was assessed and signed off before' },
    },
  ];
}
