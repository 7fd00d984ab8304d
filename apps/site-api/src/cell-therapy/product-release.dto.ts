import { Nested } from '@bali/http';
import { PATIENT_EVENTS } from '@bali/trial';
import { bodyOf } from '../commands/event-dto.js';
import { IdentifiersReadDto } from './cell-fields.js';

const { ProductReleased } = PATIENT_EVENTS;

/** What goes to the trial ledger, and what the unit read off the syringe, which stays in the sealed one. */
export class ProductReleaseDto extends bodyOf(ProductReleased, { body: 'ProductReleaseDto' }) {
  declare readonly releasedAt: string;

  @Nested(() => IdentifiersReadDto, {
    description: 'the two identifiers on the syringe, as they were read off it; they go to the sealed ledger',
    example: { patient: 'REI-001', label: 'SYR-REI001' },
  })
  readonly read!: IdentifiersReadDto;
}
