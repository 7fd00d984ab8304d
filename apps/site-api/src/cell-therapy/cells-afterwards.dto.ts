import { MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import { ANIMAL_MODELS, DEVIATION_KINDS, DISCARD_REASONS, MESSENGER_RNAS, PROTEINS } from '@bali/cell-therapy';
import type { CellTherapyData } from '@bali/cell-therapy';
import { CalendarDate, Instant, ListOf, Nested, OneOf, Text, Whole } from '@bali/http';
import { IdentifiersReadDto, Label, MeasuredDecimal, MeasuredWhole } from './cell-fields.js';

export class CellsImplantedDto {
  @Label({ description: 'of the syringe', example: 'SYR-REI001' })
  readonly syringe!: string;

  @Instant({ description: 'when the site implanted them', example: '2011-03-02T15:10:00+01:00' })
  readonly implantedAt!: string;
}

export class CryoContainerDto {
  @Label({ description: 'of the container', example: 'CRY-REI001-A' })
  readonly label!: string;

  @MeasuredDecimal('volumeMl', { description: 'volume of concentrate in it', example: '15' })
  readonly cellsMl!: string;
}

export class CellsCryoConservedDto {
  @Instant({ description: 'when they were put into storage', example: '2011-03-02T16:00:00+01:00' })
  readonly conservedAt!: string;

  @ListOf(() => CryoContainerDto, { description: 'the containers', min: 1, max: 20 })
  readonly containers!: CryoContainerDto[];

  @Text({ description: 'what protects them', max: 200, oneLine: true, example: 'DMSO 10 %, albumin 4 %' })
  readonly cryoprotectant!: string;

  @MeasuredWhole('storageCelsius', -180)
  readonly storedAtCelsius!: number;

  @Text({ description: 'where they are stored', max: 200, oneLine: true, example: 'tank 2, rack 4' })
  readonly place!: string;
}

export class CellsThawedDto {
  @Label({ description: 'of the container', example: 'CRY-REI001-A' })
  readonly container!: string;

  @Instant({ description: 'when they were thawed', example: '2011-10-05T09:00:00+02:00' })
  readonly thawedAt!: string;

  @MeasuredDecimal('viabilityPercent', { example: '81.5' })
  readonly viabilityPercent!: string;
}

export class CellsUsedDto {
  @Label({ description: 'of the container', example: 'CRY-REI001-A' })
  readonly container!: string;

  @Nested(() => IdentifiersReadDto, { description: 'what is on the container itself' })
  readonly read!: IdentifiersReadDto;

  @Instant({ description: 'when they were used', example: '2011-10-05T11:00:00+02:00' })
  readonly usedAt!: string;

  @Text({ description: 'remarks on the use (free text)', max: MAX_SEALED_TEXT_LENGTH, optional: true })
  readonly remarks?: string;
}

export class CellsDiscardedDto {
  @Label({ description: 'of the bag, the concentrate, the syringe or the container', example: 'CRY-REI001-B' })
  readonly container!: string;

  @Instant({ description: 'when it was discarded', example: '2011-11-05T11:00:00+01:00' })
  readonly discardedAt!: string;

  @OneOf({ description: 'why', of: DISCARD_REASONS, example: 'no-use-intended' })
  readonly why!: CellTherapyData<'CellsDiscarded'>['why'];

  @Text({ description: 'remarks (free text)', max: MAX_SEALED_TEXT_LENGTH, optional: true })
  readonly remarks?: string;
}

export class DeviationDto {
  @Instant({ description: 'when it was found', example: '2011-03-02T09:55:00+01:00' })
  readonly foundAt!: string;

  @OneOf({ description: 'of which kind', of: DEVIATION_KINDS, example: 'identification' })
  readonly kind!: CellTherapyData<'DeviationRecorded'>['kind'];

  @Text({ description: 'what deviated, and what was done (free text)', max: MAX_SEALED_TEXT_LENGTH })
  readonly description!: string;
}

export class ProgenitorsMeasuredDto {
  @CalendarDate({ description: 'when they were measured' })
  readonly measuredOn!: string;

  @MeasuredDecimal('progenitorPercent', { description: 'CD34+, of the cells', example: '1.85' })
  readonly cd34Percent!: string;

  @MeasuredDecimal('progenitorPercent', { description: 'CD133+, of the cells', optional: true, example: '0.92' })
  readonly cd133Percent?: string;

  @MeasuredDecimal('progenitorPercent', { description: 'CD34+ KDR+, of the cells', optional: true })
  readonly cd34KdrPercent?: string;

  @MeasuredDecimal('progenitorPercent', { description: 'CD14+, of the cells', optional: true })
  readonly cd14Percent?: string;
}

export class ProteinMeasuredDto {
  @CalendarDate({ description: 'when it was measured' })
  readonly measuredOn!: string;

  @OneOf({ description: 'which protein', of: PROTEINS, example: 'VEGF-A' })
  readonly protein!: CellTherapyData<'ProteinMeasured'>['protein'];

  @MeasuredDecimal('proteinPgPerMl', { description: 'concentration in the supernatant', example: '142.5' })
  readonly concentration!: string;
}

export class MessengerRnaMeasuredDto {
  @CalendarDate({ description: 'when it was measured' })
  readonly measuredOn!: string;

  @OneOf({ description: 'of which gene', of: MESSENGER_RNAS, example: 'VEGFA' })
  readonly gene!: CellTherapyData<'MessengerRnaMeasured'>['gene'];

  @MeasuredDecimal('foldChange', { example: '2.41' })
  readonly foldChange!: string;
}

export class AngiogenesisMeasuredDto {
  @CalendarDate({ description: 'when it was measured' })
  readonly measuredOn!: string;

  @OneOf({ description: 'the animal model', of: ANIMAL_MODELS, example: 'hindlimb-ischemia-in-the-mouse' })
  readonly model!: CellTherapyData<'AngiogenesisMeasured'>['model'];

  @Whole({ description: 'animals that got the cells', min: 1, max: 500, example: 8 })
  readonly animals!: number;

  @Whole({ description: 'days after the cells were given', min: 1, max: 365, example: 28 })
  readonly daysAfter!: number;

  @MeasuredDecimal('capillariesPerMm2', { example: '612.5' })
  readonly capillariesPerMm2!: string;

  @MeasuredDecimal('perfusionRatio', { optional: true, example: '0.74' })
  readonly perfusionRatio?: string;
}
