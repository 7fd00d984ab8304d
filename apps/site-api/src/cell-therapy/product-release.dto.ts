import { Instant, Nested } from '@bali/http';
import { ReasonedDto } from '../recording/reasoned.dto.js';
import { Signature, SignatureDto } from '../signing/signature.dto.js';
import { IdentifiersReadDto } from './cell-fields.js';

export class ProductReleaseDto extends ReasonedDto {
  @Instant({ description: 'when the product was released', example: '2011-03-02T13:00:00+01:00' })
  readonly releasedAt!: string;

  @Nested(() => IdentifiersReadDto, {
    description: 'the two identifiers on the syringe, as they were read off it; they go to the sealed ledger',
    example: { patient: 'REI-001', label: 'SYR-REI001' },
  })
  readonly read!: IdentifiersReadDto;

  @Signature('product-release')
  readonly signature?: SignatureDto;
}
