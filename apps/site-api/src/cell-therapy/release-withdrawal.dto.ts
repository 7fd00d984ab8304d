import { CELL_THERAPY_EVENTS } from '@bali/cell-therapy';
import { exampleBody } from '@bali/http';
import { SealedReasonedDto } from '@bali/recording';
import { addUnitFields, enteredByUnit } from './cell-dto.js';

const { ReleaseWithdrawnByUnit } = CELL_THERAPY_EVENTS;

/** What was found stays in the sealed ledger; the trial ledger has when the release was withdrawn, and one cause for all. */
export class ReleaseWithdrawalDto extends SealedReasonedDto {
  declare readonly withdrawnAt: string;
}

addUnitFields(ReleaseWithdrawalDto, ReleaseWithdrawnByUnit);

export const WITHDRAWAL_EXAMPLE = exampleBody(enteredByUnit(ReleaseWithdrawnByUnit), ReleaseWithdrawnByUnit.sample);
