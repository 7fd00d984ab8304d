import { givenUp, pendingRequest } from '@bali/trial';
import { describeEvent, type EventDefinition, eventFields, type EventOf } from '@bali/schema';
import { Type } from 'typebox';
import { identifiersRead, label, measuredDecimal, measuredWhole, patient } from './cell-fields.js';
import { BIOLOGICAL_STUDY_EVENTS } from './study-events.js';

const { freeText, instant, line, oneOf, record } = eventFields;

export const SEPARATION_METHODS = ['density-gradient', 'automated-density-gradient', 'cell-separator'] as const;
export const DISCARD_REASONS = [
  'not-implanted',
  'patient-died',
  'consent-withdrawn',
  'quality-not-conform',
  'container-damaged',
  'no-use-intended',
  'other',
] as const;
export const DEVIATION_KINDS = ['identification', 'transport', 'processing', 'equipment', 'storage', 'other'] as const;
export const QUALITY_VERDICTS = ['conform', 'not-conform'] as const;

const yesOrNo = (description: string) => oneOf(description, ['yes', 'no']);
const containers = Type.Array(
  record({ label: label('of the container'), cellsMl: measuredDecimal('volumeMl', 'volume of concentrate in it') }),
  { description: 'the containers, and how much of the concentrate is in each', minItems: 1, maxItems: 20 },
);

/** From the reception to the release: for every patient, whatever the arm, one record for each step. */
const onTheDayOfTheHarvest = {
  HarvestReceived: describeEvent(
    'HarvestReceived',
    'the cell therapy unit received the harvest of bone marrow',
    record({
      patient,
      receivedAt: instant('when it was received'),
      label: label('of the bag, as the form that came along says'),
      read: identifiersRead,
      volumeMl: measuredDecimal('volumeMl', 'volume received'),
      temperatureCelsius: measuredWhole('transportCelsius'),
      remarks: Type.Optional(freeText('remarks at reception')),
    }),
  ),
  CellsSeparated: describeEvent(
    'CellsSeparated',
    'the mononuclear cells were separated and concentrated',
    record({
      patient,
      separatedAt: instant('end of the concentration'),
      method: oneOf('how they were separated', SEPARATION_METHODS),
      concentrate: label('of the concentrate'),
      concentrateMl: measuredDecimal('volumeMl', 'volume of the concentrate'),
    }),
  ),
  CellsCounted: describeEvent(
    'CellsCounted',
    'the separated cells were counted',
    record({
      patient,
      countedAt: instant('when they were counted'),
      nucleatedCells: measuredWhole('nucleatedCells'),
      mononuclearCells: measuredWhole('mononuclearCells'),
      viabilityPercent: measuredDecimal('viabilityPercent'),
    }),
  ),
  ProductPrepared: describeEvent(
    'ProductPrepared',
    'the product for implantation was prepared',
    record({
      patient,
      preparedAt: instant('when the syringe was filled'),
      syringe: label('of the syringe'),
      composition: Type.Union(
        [
          record({
            of: Type.Literal('saline-with-peripheral-blood'),
            salineMl: measuredDecimal('volumeMl', 'saline'),
            peripheralBloodMl: measuredDecimal('volumeMl', 'peripheral blood'),
          }),
          record({
            of: Type.Literal('concentrated-cells'),
            concentrateMl: measuredDecimal('volumeMl', 'concentrated mononuclear cells'),
          }),
        ],
        { description: 'what is in the syringe' },
      ),
    }),
  ),
  QualityControlled: describeEvent(
    'QualityControlled',
    'the prepared product was controlled',
    record({
      patient,
      controlledAt: instant('when it was controlled'),
      gramStain: oneOf('stain of a sample for bacteria', ['negative', 'positive']),
      sterilityCultureBegun: yesOrNo('whether a culture for sterility was begun'),
      containerIntact: yesOrNo('whether the syringe is intact'),
      contentsMasked: yesOrNo('whether nobody can see what is in the syringe'),
      verdict: oneOf('computed: conform only with every answer as it has to be', QUALITY_VERDICTS),
    }),
  ),
  ProductReleasedFromUnit: describeEvent(
    'ProductReleasedFromUnit',
    'the prepared product was released for this patient',
    record({
      patient,
      releasedAt: instant('when it was released'),
      read: identifiersRead,
      request: pendingRequest,
    }),
  ),
} as const;

/** What the software records where the trial ledger refuses what the unit had begun. */
const refusedByTheTrial = {
  ProductReleaseGivenUp: describeEvent(
    'ProductReleaseGivenUp',
    'the trial ledger refused the release of the product: it is not released',
    record({
      patient,
      givenUpAt: instant('when it was refused'),
      syringe: label('of the syringe'),
      givenUp,
    }),
  ),
} as const;

/** What became of the cells: the first of these two is the last record of the day, in either arm one. */
const whatBecameOfTheCells = {
  CellsImplanted: describeEvent(
    'CellsImplanted',
    'the cells in the syringe were implanted',
    record({ patient, syringe: label('of the syringe'), implantedAt: instant('when they were implanted') }),
  ),
  CellsCryoConserved: describeEvent(
    'CellsCryoConserved',
    'the concentrated cells were cryo-conserved',
    record({
      patient,
      conservedAt: instant('when they were put into storage'),
      containers,
      cryoprotectant: line('what protects them'),
      storedAtCelsius: measuredWhole('storageCelsius'),
      place: line('where they are stored'),
    }),
  ),
  CellsThawed: describeEvent(
    'CellsThawed',
    'cryo-conserved cells were thawed',
    record({
      patient,
      container: label('of the container'),
      thawedAt: instant('when they were thawed'),
      viabilityPercent: measuredDecimal('viabilityPercent'),
    }),
  ),
  CellsUsed: describeEvent(
    'CellsUsed',
    'cryo-conserved cells were used for the patient after the 6 months',
    record({
      patient,
      container: label('of the container'),
      read: identifiersRead,
      usedAt: instant('when they were used'),
      remarks: Type.Optional(freeText('remarks on the use')),
    }),
  ),
  CellsDiscarded: describeEvent(
    'CellsDiscarded',
    'a container was discarded',
    record({
      patient,
      container: label('of the bag, the concentrate, the syringe or the cryo-container'),
      discardedAt: instant('when it was discarded'),
      why: oneOf('why', DISCARD_REASONS),
      remarks: Type.Optional(freeText('remarks')),
    }),
  ),
  DeviationRecorded: describeEvent(
    'DeviationRecorded',
    'a deviation was recorded',
    record({
      patient,
      foundAt: instant('when it was found'),
      kind: oneOf('of which kind', DEVIATION_KINDS),
      description: freeText('what deviated, and what was done'),
    }),
  ),
} as const;

/** What the cell therapy unit records of each patient, in the sealed ledger. */
export const CELL_THERAPY_EVENTS = {
  ...onTheDayOfTheHarvest,
  ...refusedByTheTrial,
  ...whatBecameOfTheCells,
  ...BIOLOGICAL_STUDY_EVENTS,
} as const;

export type CellTherapyEvent = EventOf<(typeof CELL_THERAPY_EVENTS)[keyof typeof CELL_THERAPY_EVENTS]>;
export type CellTherapyEventType = CellTherapyEvent['type'];
export type CellTherapyData<Type extends CellTherapyEventType> = Extract<CellTherapyEvent, { type: Type }>['data'];

export function isCellTherapyEvent(type: string): type is CellTherapyEventType {
  return Object.hasOwn(CELL_THERAPY_EVENTS, type);
}

/** The definition of an event of the unit's, or `undefined` if it is another room's. */
export function cellTherapyDefinition(type: string): EventDefinition | undefined {
  return isCellTherapyEvent(type) ? CELL_THERAPY_EVENTS[type] : undefined;
}
