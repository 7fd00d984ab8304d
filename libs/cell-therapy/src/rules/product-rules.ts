import { type Arm, CONCENTRATE_VOLUME_ML, PRESCRIBED_PRODUCT } from '@bali/protocol';
import { type Refusal, refusal } from '@bali/trial';
import Big from 'big.js';
import { entryOf } from '../cell-therapy-state.js';
import { concentrateLeft, containerOf, containersOf, totalOf } from '../containers.js';
import type { CellTherapyData, CellTherapyEvent } from '../events/cell-events.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule, Situation } from './rule.js';

/** What the protocol prescribes for the cells and the product, and that nothing comes from nothing. */
export const PRODUCT_RULES: readonly Rule[] = [
  volumeAsPrescribed,
  preparedForTheArm,
  releasedIfConform,
  fateOfTheArm,
  implantedBySite,
  notDiscardedInThePatient,
  fewerThanAllCells,
  noMoreThanThereIs,
];

/** What really is in a container can always be recorded; what differs from the protocol needs a reason. */
function volumeAsPrescribed(event: CellTherapyEvent, { reason }: Situation): Refusal | undefined {
  if (reason !== undefined) return undefined;
  const [field, measured, prescribed] = differing(event) ?? [];
  if (field === undefined) return undefined;
  const sentence = `The protocol prescribes ${String(prescribed)} mL, not ${String(measured)}: say why in the reason.`;
  return cellTherapyRefusal('not-as-prescribed', sentence, field);
}

type Volume = readonly [field: string, measured: string, prescribed: string];

function differing(event: CellTherapyEvent): Volume | undefined {
  return volumesOf(event).find(([, measured, prescribed]) => !new Big(measured).eq(prescribed));
}

function volumesOf(event: CellTherapyEvent): readonly Volume[] {
  if (event.type === 'CellsSeparated') {
    return [['/concentrateMl', event.data.concentrateMl, String(CONCENTRATE_VOLUME_ML)]];
  }
  if (event.type !== 'ProductPrepared') return [];
  const { composition } = event.data;
  if (composition.of === 'concentrated-cells') {
    return [['/composition/concentrateMl', composition.concentrateMl, PRESCRIBED_PRODUCT.B.concentrateMl]];
  }
  const { salineMl, peripheralBloodMl } = PRESCRIBED_PRODUCT.A;
  return [
    ['/composition/salineMl', composition.salineMl, salineMl],
    ['/composition/peripheralBloodMl', composition.peripheralBloodMl, peripheralBloodMl],
  ];
}

const CONTENTS: Readonly<Record<Arm['code'], CellTherapyData<'ProductPrepared'>['composition']['of']>> = {
  A: 'saline-with-peripheral-blood',
  B: 'concentrated-cells',
};

function preparedForTheArm(event: CellTherapyEvent, { facts: { arm } }: Situation): Refusal | undefined {
  if (event.type !== 'ProductPrepared' || arm === undefined) return undefined;
  if (event.data.composition.of === CONTENTS[arm]) return undefined;
  return notWhatTheListSays('/composition/of');
}

/** The cells of arm B are in the syringe and are implanted; those of arm A are not, and are kept. */
function fateOfTheArm({ type }: CellTherapyEvent, { facts: { arm } }: Situation): Refusal | undefined {
  if (type === 'CellsImplanted') return arm === 'B' ? undefined : notWhatTheListSays();
  if (type === 'CellsCryoConserved') return arm === 'A' ? undefined : notWhatTheListSays();
  return undefined;
}

function notWhatTheListSays(field?: string): Refusal {
  return cellTherapyRefusal(
    'not-what-the-list-says',
    'The randomization list says otherwise for this patient: look at the assignment again.',
    field,
  );
}

function releasedIfConform({ type }: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  if (type !== 'ProductReleasedFromUnit') return undefined;
  if (entryOf(cells, 'QualityControlled')?.data.verdict !== 'conform') {
    return cellTherapyRefusal('quality-not-conform', 'The quality control found the product not conform.');
  }
  const syringe = entryOf(cells, 'ProductPrepared')?.data.syringe ?? '';
  if (containerOf(cells, syringe)?.whereabouts === 'in-hand') return undefined;
  return cellTherapyRefusal('container-not-available', 'The syringe is not there any more.', '/read/label');
}

function implantedBySite(event: CellTherapyEvent, { facts: { implantedAt } }: Situation): Refusal | undefined {
  if (event.type !== 'CellsImplanted') return undefined;
  if (implantedAt === undefined) {
    return cellTherapyRefusal('patient-not-implanted', 'The site has to record the implantation first.');
  }
  if (Date.parse(implantedAt) === Date.parse(event.data.implantedAt)) return undefined;
  return refusal('out-of-order', `The site recorded the implantation at ${implantedAt}.`, '/implantedAt');
}

/** What the site implanted is in the patient, and is not thrown away. */
function notDiscardedInThePatient(event: CellTherapyEvent, { cells, facts }: Situation): Refusal | undefined {
  if (event.type !== 'CellsDiscarded' || facts.implantedAt === undefined) return undefined;
  if (event.data.container !== entryOf(cells, 'ProductPrepared')?.data.syringe) return undefined;
  return cellTherapyRefusal('container-not-available', 'The site recorded its implantation.', '/container');
}

function fewerThanAllCells(event: CellTherapyEvent): Refusal | undefined {
  if (event.type !== 'CellsCounted' || event.data.mononuclearCells <= event.data.nucleatedCells) return undefined;
  return refusal('implausible-value', 'There are more mononuclear than nucleated cells.', '/mononuclearCells');
}

function noMoreThanThereIs(event: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  const taken = takenFromConcentrate(event);
  const left = concentrateLeft(containersOf(cells));
  if (taken.lte(left)) return undefined;
  return cellTherapyRefusal('more-than-there-is', `Of the concentrate, ${left.toString()} mL are left.`);
}

function takenFromConcentrate(event: CellTherapyEvent): Big {
  if (event.type === 'CellsCryoConserved') return totalOf(event.data.containers.map(({ cellsMl }) => cellsMl));
  const isOfCells = event.type === 'ProductPrepared' && event.data.composition.of === 'concentrated-cells';
  return new Big(isOfCells ? (event.data.composition as { concentrateMl: string }).concentrateMl : 0);
}
