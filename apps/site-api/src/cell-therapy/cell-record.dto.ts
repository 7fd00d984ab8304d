import type { CellTherapyCommandType } from '@bali/cell-therapy';
import { Nested } from '@bali/http';
import { CorrectedValueDto } from '../corrections/correction.dto.js';
import { SealedReasonedDto } from '../recording/reasoned.dto.js';
import * as afterwards from './cells-afterwards.dto.js';
import * as day from './day-of-harvest.dto.js';

const optional = { optional: true } as const;

/** What the unit records of a patient's cells: exactly one of these. */
export class CellRecordDto extends SealedReasonedDto {
  @Nested(() => day.HarvestReceivedDto, { description: 'the harvest was received', ...optional })
  readonly harvestReceived?: day.HarvestReceivedDto;

  @Nested(() => day.CellsSeparatedDto, { description: 'the cells were separated and concentrated', ...optional })
  readonly cellsSeparated?: day.CellsSeparatedDto;

  @Nested(() => day.CellsCountedDto, { description: 'the cells were counted', ...optional })
  readonly cellsCounted?: day.CellsCountedDto;

  @Nested(() => day.ProductPreparedDto, { description: 'what the arm prescribes was prepared', ...optional })
  readonly productPrepared?: day.ProductPreparedDto;

  @Nested(() => day.QualityControlledDto, { description: 'the product was controlled', ...optional })
  readonly qualityControlled?: day.QualityControlledDto;

  @Nested(() => afterwards.CellsImplantedDto, { description: 'the cells in the syringe were implanted', ...optional })
  readonly cellsImplanted?: afterwards.CellsImplantedDto;

  @Nested(() => afterwards.CellsCryoConservedDto, { description: 'the cells were cryo-conserved', ...optional })
  readonly cellsCryoConserved?: afterwards.CellsCryoConservedDto;

  @Nested(() => afterwards.CellsThawedDto, { description: 'a container was thawed', ...optional })
  readonly cellsThawed?: afterwards.CellsThawedDto;

  @Nested(() => afterwards.CellsUsedDto, { description: 'a container was used after the 6 months', ...optional })
  readonly cellsUsed?: afterwards.CellsUsedDto;

  @Nested(() => afterwards.CellsDiscardedDto, { description: 'a container was discarded', ...optional })
  readonly cellsDiscarded?: afterwards.CellsDiscardedDto;

  @Nested(() => afterwards.DeviationDto, { description: 'something deviated', ...optional })
  readonly deviation?: afterwards.DeviationDto;

  @Nested(() => afterwards.ProgenitorsMeasuredDto, { description: 'flow cytometry of progenitors', ...optional })
  readonly progenitorsMeasured?: afterwards.ProgenitorsMeasuredDto;

  @Nested(() => afterwards.ProteinMeasuredDto, { description: 'protein expression', ...optional })
  readonly proteinMeasured?: afterwards.ProteinMeasuredDto;

  @Nested(() => afterwards.MessengerRnaMeasuredDto, { description: 'mRNA expression', ...optional })
  readonly messengerRnaMeasured?: afterwards.MessengerRnaMeasuredDto;

  @Nested(() => afterwards.AngiogenesisMeasuredDto, { description: 'angiogenesis in the animal model', ...optional })
  readonly angiogenesisMeasured?: afterwards.AngiogenesisMeasuredDto;

  @Nested(() => CorrectedValueDto, { description: 'one value that was recorded is wrong; needs a reason', ...optional })
  readonly correction?: CorrectedValueDto;
}

type RecordName = Exclude<keyof CellRecordDto, 'reason' | 'correction'>;

/** The command that each of them is. */
export const COMMAND_OF: Readonly<Record<RecordName, CellTherapyCommandType>> = {
  harvestReceived: 'ReceiveHarvest',
  cellsSeparated: 'SeparateCells',
  cellsCounted: 'CountCells',
  productPrepared: 'PrepareProduct',
  qualityControlled: 'ControlQuality',
  cellsImplanted: 'RecordCellsImplanted',
  cellsCryoConserved: 'CryoConserveCells',
  cellsThawed: 'ThawCells',
  cellsUsed: 'UseCells',
  cellsDiscarded: 'DiscardCells',
  deviation: 'RecordDeviation',
  progenitorsMeasured: 'MeasureProgenitors',
  proteinMeasured: 'MeasureProtein',
  messengerRnaMeasured: 'MeasureMessengerRna',
  angiogenesisMeasured: 'MeasureAngiogenesis',
};

/** What is a free text in them. */
export const FREE_TEXTS: readonly string[] = ['remarks', 'description'];

/** An example of a body: the first record of a patient. */
export const EXAMPLE_RECORD = {
  harvestReceived: {
    receivedAt: '2026-03-10T09:55:00+01:00',
    label: 'HRV-REI001',
    read: { patient: 'REI-001', label: 'HRV-REI001' },
    volumeMl: '498.5',
    temperatureCelsius: 21,
  },
} as const;
