import { type CalendarDate, dateAt, type Instant, plusDays, type Site } from '@bali/protocol';
import type { Chance } from '../chance.js';
import { adverseEventDrafts, fatalEvent } from './adverse-events.js';
import { renewedConsent } from './consent-forms.js';
import type { Draft } from './draft.js';
import { completion, deathRecord, lossRecord, withdrawalRecord } from './endings.js';
import { observationOf } from './fate.js';
import type { Fate } from './fate.js';
import { historyDrafts } from './history.js';
import { withStatus } from './contact-status.js';
import { visitDrafts } from './follow-up.js';
import { amputationDrafts, revascularizationDrafts } from './limb.js';
import { treatmentDrafts } from './treatment.js';
import { emergencyUnblinding } from './unblinding.js';

/** A patient who was randomized, and what the cards say of the end. */
export interface RandomizedPatient {
  readonly site: Site;
  readonly consentedOn: CalendarDate;
  readonly randomizedAt: Instant;
  readonly fate: Fate;
  readonly chance: Chance;
}

/** From the randomization to the end of the follow-up. Nothing here knows, or depends on, an arm. */
export function courseOf(patient: RandomizedPatient): readonly Draft[] {
  const { site, randomizedAt, fate, chance } = patient;
  const randomizedOn = dateAt(randomizedAt, site.timeZone);
  if (fate === 'withdrew-before-harvest') {
    return [withdrawalRecord(patient, plusDays(randomizedOn, chance.for('ending').whole(1, 4)))];
  }
  const { implantedOn, limb, drafts } = treatmentDrafts(patient);
  const observation = observationOf(patient, implantedOn, limb);
  const amputations = amputationDrafts(patient, observation);
  const visits = visitDrafts(patient, observation);
  return [
    ...drafts,
    ...historyDrafts(patient, randomizedOn, limb, implantedOn),
    ...withStatus(visits, amputations, limb),
    ...renewedConsent(patient, visits),
    ...amputations,
    ...revascularizationDrafts(patient, observation),
    ...adverseEventDrafts(patient, observation),
    ...endingDrafts(patient, observation.endedOn, visits),
  ];
}

function endingDrafts(patient: RandomizedPatient, endedOn: CalendarDate, visits: readonly Draft[]): readonly Draft[] {
  switch (patient.fate) {
    case 'died':
    case 'died-after-major-amputation':
      return fatalDrafts(patient, endedOn, visits);
    case 'withdrew':
    case 'withdrew-before-harvest':
      return [withdrawalRecord(patient, endedOn)];
    case 'lost':
      return [lossRecord(patient, endedOn)];
    case 'lost-and-found':
      return [lossRecord(patient, endedOn), ...completion(patient, visits)];
    case 'completed':
    case 'completed-with-growth':
    case 'recalled':
    case 'recalled-and-harvested-again':
    case 'major-amputation':
      return completion(patient, visits);
  }
}

/** Whoever is dying may have to be treated by somebody who knows what was implanted; who knows assesses no visit any more. */
function fatalDrafts(patient: RandomizedPatient, diedOn: CalendarDate, visits: readonly Draft[]): readonly Draft[] {
  const report = fatalEvent(patient, diedOn);
  const drafts = [report, deathRecord(patient, diedOn, report)];
  if (patient.fate !== 'died-after-major-amputation') return drafts;
  return visits.every(({ at }) => at < report.at) ? [...drafts, ...emergencyUnblinding(report)] : drafts;
}
