import type { CellTherapyData, CellTherapyEventType } from './events/cell-events.js';

/** Which event each command of the unit leads to: in the imperative, in the unit's own words. */
export const RECORDED_BY_UNIT = {
  ReceiveHarvest: 'HarvestReceived',
  SeparateCells: 'CellsSeparated',
  CountCells: 'CellsCounted',
  PrepareProduct: 'ProductPrepared',
  ControlQuality: 'QualityControlled',
  ReleaseProductFromUnit: 'ProductReleasedFromUnit',
  RecordCellsImplanted: 'CellsImplanted',
  CryoConserveCells: 'CellsCryoConserved',
  ThawCells: 'CellsThawed',
  UseCells: 'CellsUsed',
  DiscardCells: 'CellsDiscarded',
  RecordDeviation: 'DeviationRecorded',
  MeasureProgenitors: 'ProgenitorsMeasured',
  MeasureProtein: 'ProteinMeasured',
  MeasureMessengerRna: 'MessengerRnaMeasured',
  MeasureAngiogenesis: 'AngiogenesisMeasured',
} as const satisfies Record<string, CellTherapyEventType>;

export type CellTherapyCommandType = keyof typeof RECORDED_BY_UNIT;

/** What is entered: the patient is said by whose record it is, the verdict of the quality control is computed. */
export type Entered<Type extends CellTherapyEventType> = Omit<CellTherapyData<Type>, 'patient' | 'verdict'>;

/** What can be asked for about one patient's cells. */
export type CellTherapyCommand = {
  readonly [Type in CellTherapyCommandType]: {
    readonly type: Type;
    readonly patient: string;
    readonly data: Entered<(typeof RECORDED_BY_UNIT)[Type]>;
  };
}[CellTherapyCommandType];
