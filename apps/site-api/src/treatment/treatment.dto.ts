import { Instant, OneOf, Text, Whole } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { HARVEST } from '@bali/protocol';
import { ReasonedDto } from '../recording/reasoned.dto.js';

export class HarvestDto extends ReasonedDto {
  @Instant({ description: 'end of the harvest', example: '2011-03-02T09:30:00+01:00' })
  readonly harvestedAt!: string;

  @Whole({
    description: 'volume of bone marrow',
    ...HARVEST.plausibleVolumeMl,
    unit: 'mL',
    example: HARVEST.prescribedVolumeMl,
  })
  readonly volumeMl!: number;

  @OneOf({ description: 'the anaesthesia', of: ['general', 'regional', 'local'], example: HARVEST.anaesthesia })
  readonly anaesthesia!: 'general' | 'regional' | 'local';

  @Text({ description: 'complications (free text)', max: MAX_TEXT_LENGTH, optional: true, example: 'none' })
  readonly complications?: string;
}

export class ImplantationDto extends ReasonedDto {
  @Instant({ description: 'end of the implantation', example: '2011-03-02T15:10:00+01:00' })
  readonly implantedAt!: string;

  @OneOf({ description: 'the treated limb', of: ['left', 'right'], example: 'left' })
  readonly limb!: 'left' | 'right';

  @Text({ description: 'complications (free text)', max: MAX_TEXT_LENGTH, optional: true, example: 'none' })
  readonly complications?: string;
}
