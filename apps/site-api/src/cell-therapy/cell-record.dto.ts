import { CELL_THERAPY_EVENTS, MAX_CELL_ENTRIES_ANNULLED } from '@bali/cell-therapy';
import { EventIds, exampleBody, named, Nested } from '@bali/http';
import { SealedReasonedDto } from '@bali/recording';
import { CorrectedValuesDto } from '../corrections/correction.dto.js';
import { addUnitFields, enteredByUnit } from './cell-dto.js';

const {
  DeviationRecorded,
  ProductReleasedFromUnit: _release,
  ProductReleaseGivenUp: _givenUp,
  ReleaseWithdrawnByUnit: _withdrawal,
  ReleaseWithdrawalGivenUp: _notWithdrawn,
  ReleaseMomentCorrected: _corrected,
  ReleaseCorrectionGivenUp: _notCorrected,
  UnitEntriesAnnulled: _annulled,
  UnitAnnulmentGivenUp: _notAnnulled,
  MicrobiologyAlertGivenUp: _notRaised,
  ...others
} = CELL_THERAPY_EVENTS;

type RecordedEvent = (typeof others)[keyof typeof others] | typeof DeviationRecorded;

/**
 * The events that the unit records by this one route, by the name of the body's field; the release, its correction and its
 * withdrawal have routes of their own. */
export const CELL_RECORDS: ReadonlyMap<string, RecordedEvent> = new Map<string, RecordedEvent>([
  ...Object.entries(others).map(([type, event]) => [`${type.charAt(0).toLowerCase()}${type.slice(1)}`, event] as const),
  ['deviation', DeviationRecorded],
]);

/** What the unit takes out of its own record, all of it or nothing. */
export class CellAnnulmentDto {
  @EventIds({
    description: 'ids of the entries that are annulled together; what needs one of them has to be among them',
    max: MAX_CELL_ENTRIES_ANNULLED,
    example: ['6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a'],
  })
  readonly entries!: readonly string[];
}

/** What the unit records of a patient's cells: exactly one of these. */
export class CellRecordDto extends SealedReasonedDto {
  @Nested(() => CorrectedValuesDto, {
    description: 'one value that was recorded is wrong, or several together; needs a reason',
    optional: true,
  })
  readonly correction?: CorrectedValuesDto;

  @Nested(() => CellAnnulmentDto, {
    description:
      'entries of the sealed ledger alone were made for the wrong patient, twice, or did not happen; needs a reason and its code',
    optional: true,
  })
  readonly annulment?: CellAnnulmentDto;
}

for (const [name, event] of CELL_RECORDS) {
  const dto = named(`${name.charAt(0).toUpperCase()}${name.slice(1)}Dto`);
  addUnitFields(dto, event);
  Nested(() => dto, { description: event.about, optional: true })(CellRecordDto.prototype, name);
}

const { HarvestReceived } = CELL_THERAPY_EVENTS;

/** An example of a body: the first record of a patient. */
export const EXAMPLE_RECORD = {
  harvestReceived: exampleBody(enteredByUnit(HarvestReceived), HarvestReceived.sample),
};
