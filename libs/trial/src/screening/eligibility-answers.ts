import { ELIGIBILITY_RANGES, type EligibilityAnswers } from '@bali/protocol';
import { answer, calendarDate, decimal, partialDate, record } from '@bali/schema';
import { type TSchema, Type } from 'typebox';

const infarction = <LastOn extends TSchema>(which: string, lastOn: LastOn) =>
  record({ occurred: answer(`${which} in the history`), lastOn: Type.Optional(lastOn) });

const answersWith = <LastOn extends TSchema>(lastOn: LastOn) =>
  record(
    {
      criticalLimbIschemia: answer('inclusion 1: critical limb ischemia'),
      noSurgicalOption: answer('inclusion 2: no possible surgical treatment'),
      ongoingInfection: answer('exclusion 1: ongoing infectious disease'),
      gangreneBeyondDigits: answer('exclusion 2: gangrene extending beyond the digits'),
      diabetes: record(
        {
          present: answer('diabetes mellitus'),
          hba1cPercent: Type.Optional(decimal('HbA1c, %', ELIGIBILITY_RANGES.hba1cPercent.fractionDigits)),
          proliferativeRetinopathy: answer('proliferative retinopathy'),
        },
        'exclusion 3: diabetes mellitus with HbA1c > 7.5 % or with proliferative retinopathy',
      ),
      malignantDisease: answer('exclusion 4: history of malignant disease'),
      anaesthesiaContraindication: answer('exclusion 5: contra-indication to general anaesthesia'),
      chronicHaemodialysis: answer('exclusion 6: chronic haemodialysis'),
      prothrombinTime: record(
        {
          percent: Type.Optional(
            decimal('prothrombin time, %', ELIGIBILITY_RANGES.prothrombinTimePercent.fractionDigits),
          ),
        },
        'exclusion 7: prothrombin time < 50 %',
      ),
      recentInfarction: record(
        { myocardial: infarction('myocardial infarction', lastOn), brain: infarction('brain infarction', lastOn) },
        'exclusion 8: myocardial or brain infarction within the last 3 months',
      ),
      antithromboticContraindication: answer(
        'exclusion 9: contra-indication to modifying anti-platelet or anticoagulant therapy',
      ),
      heparinInducedThrombocytopenia: answer('exclusion 10: history of heparin-induced thrombocytopenia'),
      unexplainedHaematologicalAbnormality: answer('exclusion 11: unexplained haematological abnormality'),
    },
    'the answer to every criterion; a measured value that is missing was not measured',
  );

/** The answer to every criterion of the protocol; an infarction may be known by its year or its month. */
export const eligibilityAnswers = answersWith(partialDate('the latest one'));

/** The same, as it was when dates had to be known to the day. */
export const eligibilityAnswersOfVersion1 = answersWith(calendarDate('the latest one'));

/** Answers with which a patient is eligible: every criterion assessed, none against. */
export const ELIGIBLE_ANSWERS: EligibilityAnswers = {
  criticalLimbIschemia: 'yes',
  noSurgicalOption: 'yes',
  ongoingInfection: 'no',
  gangreneBeyondDigits: 'no',
  diabetes: { present: 'yes', hba1cPercent: '7.1', proliferativeRetinopathy: 'no' },
  malignantDisease: 'no',
  anaesthesiaContraindication: 'no',
  chronicHaemodialysis: 'no',
  prothrombinTime: { percent: '92' },
  recentInfarction: { myocardial: { occurred: 'yes', lastOn: '2023-06-14' }, brain: { occurred: 'no' } },
  antithromboticContraindication: 'no',
  heparinInducedThrombocytopenia: 'no',
  unexplainedHaematologicalAbnormality: 'no',
};
