import { Decimal, OneOf, Whole } from '@bali/http';
import { MEASUREMENTS } from '@bali/protocol';
import { NOT_DONE_REASONS } from '@bali/trial';

type NotDoneReason = (typeof NOT_DONE_REASONS)[number];

const NotDone = () =>
  OneOf({ description: 'why it was not done; then there is no value', of: NOT_DONE_REASONS, optional: true });

/** A measurement is its value, or why it was not done: one of the two. */
export class YesOrNoMeasurementDto {
  @OneOf({ description: 'what was found', of: ['yes', 'no'], optional: true, example: 'no' })
  readonly value?: 'yes' | 'no';

  @NotDone()
  readonly notDone?: NotDoneReason;
}

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;

export class AnkleBrachialIndexDto {
  @Decimal({
    description: 'the index',
    min: ankleBrachialIndex.min,
    max: ankleBrachialIndex.max,
    maxFractionDigits: ankleBrachialIndex.fractionDigits,
    optional: true,
    example: '0.45',
  })
  readonly value?: string;

  @NotDone()
  readonly notDone?: NotDoneReason;
}

export class TcPO2Dto {
  @Whole({ description: 'the pressure', min: tcPO2.min, max: tcPO2.max, unit: 'mmHg', optional: true, example: 28 })
  readonly value?: number;

  @NotDone()
  readonly notDone?: NotDoneReason;
}

export class ToePressureDto {
  @Whole({
    description: 'the pressure',
    min: toePressure.min,
    max: toePressure.max,
    unit: 'mmHg',
    optional: true,
    example: 35,
  })
  readonly value?: number;

  @NotDone()
  readonly notDone?: NotDoneReason;
}
