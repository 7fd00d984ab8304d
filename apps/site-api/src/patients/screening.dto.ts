import { CalendarDate, Decimal, Nested, OneOf } from '@bali/http';
import { type Answer, ANSWERS, ELIGIBILITY_RANGES } from '@bali/protocol';
import { ReasonedDto } from '../recording/reasoned.dto.js';

const Answered = (description: string, example: Answer = 'no') => OneOf({ description, of: ANSWERS, example });
const { hba1cPercent, prothrombinTimePercent } = ELIGIBILITY_RANGES;

export class DiabetesDto {
  @Answered('diabetes mellitus')
  readonly present!: Answer;

  @Decimal({
    description: 'HbA1c; left out: not measured',
    min: hba1cPercent.min,
    max: hba1cPercent.max,
    maxFractionDigits: hba1cPercent.fractionDigits,
    unit: '%',
    optional: true,
    example: '6.9',
  })
  readonly hba1cPercent?: string;

  @Answered('proliferative retinopathy')
  readonly proliferativeRetinopathy!: Answer;
}

export class ProthrombinTimeDto {
  @Decimal({
    description: 'prothrombin time; left out: not measured',
    min: prothrombinTimePercent.min,
    max: prothrombinTimePercent.max,
    maxFractionDigits: prothrombinTimePercent.fractionDigits,
    unit: '%',
    optional: true,
    example: '92',
  })
  readonly percent?: string;
}

export class InfarctionDto {
  @Answered('whether one ever occurred', 'yes')
  readonly occurred!: Answer;

  @CalendarDate({ description: 'the latest one', optional: true, example: '2009-11-20' })
  readonly lastOn?: string;
}

export class RecentInfarctionDto {
  @Nested(() => InfarctionDto, { description: 'myocardial infarction' })
  readonly myocardial!: InfarctionDto;

  @Nested(() => InfarctionDto, { description: 'brain infarction' })
  readonly brain!: InfarctionDto;
}

export class EligibilityAnswersDto {
  @Answered('inclusion 1: critical limb ischemia', 'yes')
  readonly criticalLimbIschemia!: Answer;

  @Answered('inclusion 2: no possible surgical treatment', 'yes')
  readonly noSurgicalOption!: Answer;

  @Answered('exclusion 1: ongoing infectious disease')
  readonly ongoingInfection!: Answer;

  @Answered('exclusion 2: gangrene extending beyond the digits')
  readonly gangreneBeyondDigits!: Answer;

  @Nested(() => DiabetesDto, { description: 'exclusion 3: diabetes with HbA1c > 7.5 % or proliferative retinopathy' })
  readonly diabetes!: DiabetesDto;

  @Answered('exclusion 4: history of malignant disease')
  readonly malignantDisease!: Answer;

  @Answered('exclusion 5: contra-indication to general anaesthesia')
  readonly anaesthesiaContraindication!: Answer;

  @Answered('exclusion 6: chronic haemodialysis')
  readonly chronicHaemodialysis!: Answer;

  @Nested(() => ProthrombinTimeDto, { description: 'exclusion 7: prothrombin time < 50 %' })
  readonly prothrombinTime!: ProthrombinTimeDto;

  @Nested(() => RecentInfarctionDto, { description: 'exclusion 8: infarction within the last 3 months' })
  readonly recentInfarction!: RecentInfarctionDto;

  @Answered('exclusion 9: contra-indication to modifying anti-platelet or anticoagulant therapy')
  readonly antithromboticContraindication!: Answer;

  @Answered('exclusion 10: history of heparin-induced thrombocytopenia')
  readonly heparinInducedThrombocytopenia!: Answer;

  @Answered('exclusion 11: unexplained haematological abnormality')
  readonly unexplainedHaematologicalAbnormality!: Answer;
}

export class ScreeningDto extends ReasonedDto {
  @CalendarDate({ description: 'when the screening was completed', example: '2011-02-16' })
  readonly screenedOn!: string;

  @Nested(() => EligibilityAnswersDto, {
    description: 'the answer to every criterion; one that was not assessed is not a "no"',
  })
  readonly answers!: EligibilityAnswersDto;
}
