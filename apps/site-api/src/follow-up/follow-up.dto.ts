import { CalendarDate, Code, Nested, OneOf, Text } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { AMPUTATION_LEVELS, type AmputationLevel } from '@bali/protocol';
import { AMPUTATION_INDICATIONS, CAUSES_OF_DEATH, type PatientData, REVASCULARIZATION_PROCEDURES } from '@bali/trial';
import { ReasonedDto } from '../recording/reasoned.dto.js';
import { AnkleBrachialIndexDto, TcPO2Dto, ToePressureDto, YesOrNoMeasurementDto } from './measurement.dto.js';

const comment = { description: 'comment (free text)', max: MAX_TEXT_LENGTH, optional: true } as const;
const side = { description: 'the side of the patient', of: ['left', 'right'], example: 'left' } as const;

export class FollowUpVisitDto extends ReasonedDto {
  @Code({
    description: 'the visit, as the schedule in force names it',
    pattern: '^[A-Z][A-Z0-9]{0,7}$',
    called: 'a visit code, such as M6',
    example: 'M6',
  })
  readonly visit!: string;

  @CalendarDate({ description: 'when the patient was seen', example: '2011-09-05' })
  readonly assessedOn!: string;

  @Nested(() => YesOrNoMeasurementDto, { description: 'rest pain in the treated limb', optional: true })
  readonly restPain?: YesOrNoMeasurementDto;

  @Nested(() => YesOrNoMeasurementDto, { description: 'ulcers of the treated limb', optional: true })
  readonly ulcers?: YesOrNoMeasurementDto;

  @Nested(() => AnkleBrachialIndexDto, { description: 'ankle-brachial index of the treated limb', optional: true })
  readonly ankleBrachialIndex?: AnkleBrachialIndexDto;

  @Nested(() => TcPO2Dto, { description: 'transcutaneous oxygen pressure of the treated limb', optional: true })
  readonly tcPO2?: TcPO2Dto;

  @Nested(() => ToePressureDto, { description: 'toe pressure of the treated limb', optional: true })
  readonly toePressure?: ToePressureDto;

  @Text(comment)
  readonly comment?: string;
}

export class AmputationDto extends ReasonedDto {
  @CalendarDate({ description: 'when it was performed', example: '2011-05-10' })
  readonly performedOn!: string;

  @OneOf(side)
  readonly side!: 'left' | 'right';

  @OneOf({ description: 'the level; above the ankle it is major', of: AMPUTATION_LEVELS, example: 'toe' })
  readonly level!: AmputationLevel;

  @OneOf({ description: 'why', of: AMPUTATION_INDICATIONS, example: 'ischemia' })
  readonly indication!: PatientData<'Amputated'>['indication'];

  @Text(comment)
  readonly comment?: string;
}

export class RevascularizationDto extends ReasonedDto {
  @CalendarDate({ description: 'when it was performed', example: '2011-05-10' })
  readonly performedOn!: string;

  @OneOf(side)
  readonly side!: 'left' | 'right';

  @OneOf({ description: 'how', of: REVASCULARIZATION_PROCEDURES, example: 'angioplasty' })
  readonly procedure!: PatientData<'Revascularized'>['procedure'];

  @Text(comment)
  readonly comment?: string;
}

export class ConsentWithdrawalDto extends ReasonedDto {
  @CalendarDate({ description: 'when consent was withdrawn', example: '2011-10-03' })
  readonly withdrawnOn!: string;
}

export class LossToFollowUpDto extends ReasonedDto {
  @CalendarDate({ description: 'the last contact', example: '2011-10-03' })
  readonly lastContactOn!: string;
}

export class CompletionDto extends ReasonedDto {
  @CalendarDate({ description: 'when the follow-up was completed', example: '2011-09-05' })
  readonly completedOn!: string;
}

export class DeathDto extends ReasonedDto {
  @CalendarDate({ description: 'date of death', example: '2011-10-17' })
  readonly diedOn!: string;

  @OneOf({ description: 'cause of death', of: CAUSES_OF_DEATH, example: 'cardiovascular' })
  readonly cause!: PatientData<'Died'>['cause'];

  @Text({ ...comment, description: 'circumstances (free text)' })
  readonly comment?: string;
}
