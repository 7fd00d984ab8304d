import { CalendarDate, Code, ListOf, SiteCode, Text, Whole } from '@bali/http';
import { FOLLOW_UP_VISITS, RECRUITMENT_TARGET, SITES, TRIAL } from '@bali/protocol';
import { ReasonedDto } from '../recording/reasoned.dto.js';

const VISIT_CODE = '^[A-Z][A-Z0-9]{0,7}$';
const LINE = { max: 200, oneLine: true } as const;
const [REIMS] = SITES;

export class VisitDto {
  @Code({ description: 'the visit', pattern: VISIT_CODE, called: 'a visit code, such as M6', example: 'M6' })
  readonly code!: string;

  @Text({ description: 'what people call it', ...LINE, example: '6 months' })
  readonly title!: string;

  @Whole({ description: 'calendar months after the implantation', min: 0, max: 60, example: 6 })
  readonly monthsAfterImplantation!: number;

  @Whole({ description: 'days before or after that still count as this visit', min: 0, max: 90, example: 21 })
  readonly windowDays!: number;
}

export class RegisterTrialDto extends ReasonedDto {
  @Code({ description: 'registry number', pattern: '^NCT[0-9]{8}$', called: 'a registry number', example: TRIAL.id })
  readonly registryId!: string;

  @Text({ description: 'acronym', ...LINE, example: TRIAL.acronym })
  readonly acronym!: string;

  @Text({ description: 'title', ...LINE, example: TRIAL.title })
  readonly title!: string;

  @Text({ description: 'sponsor', ...LINE, example: TRIAL.sponsor })
  readonly sponsor!: string;

  @Text({ description: 'version of the protocol in force', ...LINE, example: '1.0' })
  readonly protocolVersion!: string;

  @Whole({ description: 'patients to be randomized', min: 1, max: 100_000, example: RECRUITMENT_TARGET.registered })
  readonly recruitmentTarget!: number;

  @ListOf(() => VisitDto, { description: 'the follow-up visits', min: 1, max: 20, example: FOLLOW_UP_VISITS })
  readonly visits!: VisitDto[];

  @CalendarDate({ description: 'when it was registered', example: '2009-05-15' })
  readonly registeredOn!: string;
}

export class AmendRecruitmentTargetDto extends ReasonedDto {
  @Whole({ description: 'the target from now on, patients', min: 1, max: 100_000, example: RECRUITMENT_TARGET.amended })
  readonly recruitmentTarget!: number;

  @Text({ description: 'version of the protocol that the amendment makes', ...LINE, example: '2.0' })
  readonly protocolVersion!: string;

  @CalendarDate({ description: 'when the amendment took effect', example: '2011-11-02' })
  readonly amendedOn!: string;
}

export class AmendVisitScheduleDto extends ReasonedDto {
  @ListOf(() => VisitDto, { description: 'the visits from now on', min: 1, max: 20, example: FOLLOW_UP_VISITS })
  readonly visits!: VisitDto[];

  @Text({ description: 'version of the protocol that the amendment makes', ...LINE, example: '2.1' })
  readonly protocolVersion!: string;

  @CalendarDate({ description: 'when the amendment took effect', example: '2011-11-02' })
  readonly amendedOn!: string;
}

export class OpenSiteDto extends ReasonedDto {
  @SiteCode({ description: 'the site' })
  readonly site!: string;

  @Text({ description: 'the hospital', ...LINE, example: REIMS?.name })
  readonly name!: string;

  @Text({ description: 'where it is', ...LINE, example: REIMS?.city })
  readonly city!: string;

  @Text({
    description: 'IANA time zone: what "the same day" means there',
    max: 64,
    oneLine: true,
    example: REIMS?.timeZone,
  })
  readonly timeZone!: string;

  @CalendarDate({ description: 'when it was opened', example: '2009-06-01' })
  readonly openedOn!: string;
}

export class CloseSiteDto extends ReasonedDto {
  @CalendarDate({ description: 'when it was closed', example: '2011-11-15' })
  readonly closedOn!: string;
}
