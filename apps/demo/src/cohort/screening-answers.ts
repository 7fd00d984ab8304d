import { type CalendarDate, type CriterionId, type EligibilityAnswers, plusDays } from '@bali/protocol';
import type { Chance } from '../chance.js';

/** The answers of somebody who is eligible: some have a well-treated diabetes or an old infarction. */
export function eligibleAnswers(chance: Chance, screenedOn: CalendarDate): EligibilityAnswers {
  const infarction = (probability: number) =>
    chance.happens(probability)
      ? ({ occurred: 'yes', lastOn: plusDays(screenedOn, -chance.whole(150, 3_000)) } as const)
      : ({ occurred: 'no' } as const);
  return {
    criticalLimbIschemia: 'yes',
    noSurgicalOption: 'yes',
    ongoingInfection: 'no',
    gangreneBeyondDigits: 'no',
    diabetes: chance.happens(0.45)
      ? { present: 'yes', hba1cPercent: chance.around(6.6, 0.8).toFixed(1), proliferativeRetinopathy: 'no' }
      : { present: 'no', proliferativeRetinopathy: 'no' },
    malignantDisease: 'no',
    anaesthesiaContraindication: 'no',
    chronicHaemodialysis: 'no',
    prothrombinTime: { percent: String(Math.round(chance.around(85, 25))) },
    recentInfarction: { myocardial: infarction(0.2), brain: infarction(0.1) },
    antithromboticContraindication: 'no',
    heparinInducedThrombocytopenia: 'no',
    unexplainedHaematologicalAbnormality: 'no',
  };
}

/** The same answers, but with a criterion that stands against the patient. */
export function excludedBy(
  criterion: CriterionId,
  answers: EligibilityAnswers,
  chance: Chance,
  screenedOn: CalendarDate,
): EligibilityAnswers {
  switch (criterion) {
    case 'criticalLimbIschemia':
    case 'noSurgicalOption':
      return { ...answers, [criterion]: 'no' };
    case 'diabetes':
      return { ...answers, diabetes: uncontrolledDiabetes(chance) };
    case 'prothrombinTime':
      return { ...answers, prothrombinTime: { percent: String(chance.whole(28, 49)) } };
    case 'recentInfarction': {
      const recent = { occurred: 'yes', lastOn: plusDays(screenedOn, -chance.whole(5, 85)) } as const;
      const { recentInfarction } = answers;
      return {
        ...answers,
        recentInfarction: { ...recentInfarction, [chance.happens(0.6) ? 'myocardial' : 'brain']: recent },
      };
    }
    default:
      return { ...answers, [criterion]: 'yes' };
  }
}

function uncontrolledDiabetes(chance: Chance): EligibilityAnswers['diabetes'] {
  return chance.happens(0.7)
    ? { present: 'yes', hba1cPercent: chance.around(9, 1.4).toFixed(1), proliferativeRetinopathy: 'no' }
    : { present: 'yes', hba1cPercent: chance.around(6.9, 0.5).toFixed(1), proliferativeRetinopathy: 'yes' };
}

/** The same answers, but with something that nobody has looked at yet. */
export function incomplete(answers: EligibilityAnswers, chance: Chance): EligibilityAnswers {
  return chance.pick<EligibilityAnswers>([
    { ...answers, prothrombinTime: {} },
    { ...answers, diabetes: { present: 'yes', proliferativeRetinopathy: 'not-assessed' } },
    { ...answers, anaesthesiaContraindication: 'not-assessed' },
    { ...answers, noSurgicalOption: 'not-assessed' },
  ]);
}
