import { CELL_THERAPY_EVENTS } from '@bali/cell-therapy';
import { SealedReasonedDto } from '@bali/recording';
import { addUnitFields, enteredByUnit } from './cell-dto.js';

const { ReleaseMomentCorrected } = CELL_THERAPY_EVENTS;

/** The moment goes to both ledgers, the reason to the sealed one alone. */
export class ReleaseCorrectionDto extends SealedReasonedDto {
  declare readonly releasedAt: string;
}

const { properties: { releasedAt } = {} } = enteredByUnit(ReleaseMomentCorrected);
if (releasedAt !== undefined) {
  addUnitFields(ReleaseCorrectionDto, ReleaseMomentCorrected, { properties: { releasedAt }, required: ['releasedAt'] });
}

export const CORRECTION_EXAMPLE = {
  releasedAt: '2026-03-10T12:35:00+01:00',
  reason: 'the clock of the clean room was five minutes slow',
};
