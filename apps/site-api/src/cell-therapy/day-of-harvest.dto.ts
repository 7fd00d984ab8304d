import { type CellTherapyData, SEPARATION_METHODS } from '@bali/cell-therapy';
import { Instant, Nested, OneOf, Text } from '@bali/http';
import { IdentifiersReadDto, Label, MeasuredDecimal, MeasuredWhole } from './cell-fields.js';
import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';

const YES_OR_NO = ['yes', 'no'] as const;

export class HarvestReceivedDto {
  @Instant({ description: 'when it was received', example: '2011-03-02T09:55:00+01:00' })
  readonly receivedAt!: string;

  @Label({ description: 'of the bag, as the form that came along says', example: 'HRV-REI001' })
  readonly label!: string;

  @Nested(() => IdentifiersReadDto, {
    description: 'what is on the bag itself',
    example: { patient: 'REI-001', label: 'HRV-REI001' },
  })
  readonly read!: IdentifiersReadDto;

  @MeasuredDecimal('volumeMl', { description: 'volume received', max: '1500', example: '498.5' })
  readonly volumeMl!: string;

  @MeasuredWhole('transportCelsius', 21)
  readonly temperatureCelsius!: number;

  @Text({ description: 'remarks at reception (free text)', max: MAX_SEALED_TEXT_LENGTH, optional: true })
  readonly remarks?: string;
}

export class CellsSeparatedDto {
  @Instant({ description: 'end of the concentration', example: '2011-03-02T11:20:00+01:00' })
  readonly separatedAt!: string;

  @OneOf({ description: 'how they were separated', of: SEPARATION_METHODS, example: 'density-gradient' })
  readonly method!: CellTherapyData<'CellsSeparated'>['method'];

  @Label({ description: 'of the concentrate', example: 'CON-REI001' })
  readonly concentrate!: string;

  @MeasuredDecimal('volumeMl', { description: 'volume of the concentrate; the protocol prescribes 30', example: '30' })
  readonly concentrateMl!: string;
}

export class CellsCountedDto {
  @Instant({ description: 'when they were counted', example: '2011-03-02T11:40:00+01:00' })
  readonly countedAt!: string;

  @MeasuredWhole('nucleatedCells', 4200)
  readonly nucleatedCells!: number;

  @MeasuredWhole('mononuclearCells', 1600)
  readonly mononuclearCells!: number;

  @MeasuredDecimal('viabilityPercent', { example: '96.5' })
  readonly viabilityPercent!: string;
}

/** What is in the syringe: the fields of the one, or of the other. */
export class CompositionDto {
  @OneOf({
    description: 'what the list says for this patient',
    of: ['saline-with-peripheral-blood', 'concentrated-cells'],
    example: 'saline-with-peripheral-blood',
  })
  readonly of!: CellTherapyData<'ProductPrepared'>['composition']['of'];

  @MeasuredDecimal('volumeMl', { description: 'saline', optional: true, example: '30' })
  readonly salineMl?: string;

  @MeasuredDecimal('volumeMl', { description: 'peripheral blood', optional: true, example: '4' })
  readonly peripheralBloodMl?: string;

  @MeasuredDecimal('volumeMl', { description: 'concentrated mononuclear cells', optional: true })
  readonly concentrateMl?: string;
}

export class ProductPreparedDto {
  @Instant({ description: 'when the syringe was filled', example: '2011-03-02T12:00:00+01:00' })
  readonly preparedAt!: string;

  @Label({ description: 'of the syringe', example: 'SYR-REI001' })
  readonly syringe!: string;

  @Nested(() => CompositionDto, { description: 'what is in the syringe' })
  readonly composition!: CompositionDto;
}

export class QualityControlledDto {
  @Instant({ description: 'when it was controlled', example: '2011-03-02T12:15:00+01:00' })
  readonly controlledAt!: string;

  @OneOf({ description: 'stain of a sample for bacteria', of: ['negative', 'positive'], example: 'negative' })
  readonly gramStain!: 'negative' | 'positive';

  @OneOf({ description: 'whether a culture for sterility was begun', of: YES_OR_NO, example: 'yes' })
  readonly sterilityCultureBegun!: 'yes' | 'no';

  @OneOf({ description: 'whether the syringe is intact', of: YES_OR_NO, example: 'yes' })
  readonly containerIntact!: 'yes' | 'no';

  @OneOf({ description: 'whether nobody can see what is in the syringe', of: YES_OR_NO, example: 'yes' })
  readonly contentsMasked!: 'yes' | 'no';
}
