import { CONCENTRATE_VOLUME_ML } from './procedures.js';
import { registrySource } from './source.js';

/** What the syringe holds by arm, in mL. Which patient is in which arm is known to the cell therapy unit alone. */
export const PRESCRIBED_PRODUCT = {
  A: { salineMl: '30', peripheralBloodMl: '4' },
  B: { concentrateMl: String(CONCENTRATE_VOLUME_ML) },
} as const;

/** The months after the implantation that must be over before the cryo-conserved cells may be used. */
export const CELLS_KEPT_MONTHS = 6;

export const CELL_THERAPY_SOURCE = registrySource('arms and interventions');
export const BIOLOGICAL_STUDIES_SOURCE = registrySource(
  'detailed description: flow cytometry, protein and mRNA expression, angiogenesis in animal models',
);

/**
 * What the cell therapy unit measures: the unit, and the range outside of which a value is a slip of the pen. The registry
 * record gives no such ranges: they are wide on purpose, and judge nothing.
 */
export const CELL_MEASUREMENTS = {
  volumeMl: { title: 'volume', unit: 'mL', min: '0.1', max: '200', fractionDigits: 1 },
  transportCelsius: { title: 'temperature at reception', unit: '°C', min: 0, max: 40 },
  storageCelsius: { title: 'temperature of storage', unit: '°C', min: -200, max: -70 },
  nucleatedCells: { title: 'nucleated cells', unit: '10⁶', min: 1, max: 100_000 },
  mononuclearCells: { title: 'mononuclear cells', unit: '10⁶', min: 1, max: 50_000 },
  viabilityPercent: { title: 'viable cells', unit: '%', min: '0', max: '100', fractionDigits: 1 },
  progenitorPercent: {
    title: 'part of the mononuclear cells',
    unit: '%',
    min: '0',
    max: '100',
    fractionDigits: 2,
  },
  proteinPgPerMl: { title: 'protein', unit: 'pg/mL', min: '0', max: '999999', fractionDigits: 2 },
  foldChange: {
    title: 'mRNA relative to the reference gene',
    unit: '1',
    min: '0',
    max: '999999',
    fractionDigits: 2,
  },
  capillariesPerMm2: { title: 'capillary density', unit: '1/mm²', min: '0', max: '5000', fractionDigits: 1 },
  perfusionRatio: { title: 'perfusion, ischaemic to healthy limb', unit: '1', min: '0', max: '3', fractionDigits: 2 },
} as const;
