import { CalendarDate, OneOf, SiteCode, Text, Whole } from '@bali/http';
import { ReasonedDto } from '../recording/reasoned.dto.js';

export class ConsentDto extends ReasonedDto {
  @SiteCode({ description: 'the site' })
  readonly site!: string;

  @Whole({ description: 'year of birth; never the full date', min: 1900, max: 2100, example: 1944 })
  readonly yearOfBirth!: number;

  @OneOf({ description: 'sex', of: ['female', 'male'], example: 'male' })
  readonly sex!: 'female' | 'male';

  @CalendarDate({ description: 'when the consent was signed', example: '2011-02-14' })
  readonly consentedOn!: string;

  @Text({ description: 'version of the information and consent form', max: 200, oneLine: true, example: '2.1' })
  readonly informationVersion!: string;
}
