import Big from 'big.js';
import type { CellEntry, CellTherapyState } from './cell-therapy-state.js';

export const CONTAINER_KINDS = ['harvest', 'concentrate', 'syringe', 'cryo-container'] as const;
export type ContainerKind = (typeof CONTAINER_KINDS)[number];

/** Where what was in a container is now. `used-up`: it went on into other containers. */
export const WHEREABOUTS = [
  'in-hand',
  'released',
  'used-up',
  'stored',
  'thawed',
  'implanted',
  'used',
  'discarded',
] as const;
export type Whereabouts = (typeof WHEREABOUTS)[number];

/** A thing with a label: where it came from, how much of the patient's concentrated cells it holds, and where it is. */
export interface Container {
  readonly label: string;
  readonly kind: ContainerKind;
  /** The label of the container that its contents came from; absent: the patient, or the pharmacy's stock. */
  readonly madeFrom?: string;
  /** Concentrated cells that came into it, mL, as text; `0` in what holds none. */
  readonly cellsMl: string;
  readonly whereabouts: Whereabouts;
}

/** The containers of one patient, in the order in which they came to be. */
export function containersOf(cells: readonly CellEntry[]): readonly Container[] {
  return cells.reduce<readonly Container[]>(withEntry, []);
}

export function containerOf(cells: readonly CellEntry[], label: string): Container | undefined {
  return containersOf(cells).find((container) => container.label === label);
}

/** How much of the concentrate is still in it, mL. */
export function concentrateLeft(containers: readonly Container[]): Big {
  const concentrate = containers.find(({ kind }) => kind === 'concentrate');
  if (concentrate?.whereabouts !== 'in-hand') return new Big(0);
  const taken = containers.filter(({ madeFrom }) => madeFrom === concentrate.label).map(({ cellsMl }) => cellsMl);
  return new Big(concentrate.cellsMl).minus(totalOf(taken));
}

export function totalOf(volumes: readonly string[]): Big {
  return volumes.reduce((total, volume) => total.plus(volume), new Big(0));
}

/** Whether a label stands on any container of any patient: it is given once. */
export function isLabelTaken(state: CellTherapyState, label: string): boolean {
  return [...state.patients.values()].some((cells) => containerOf(cells, label) !== undefined);
}

function withEntry(containers: readonly Container[], entry: CellEntry): readonly Container[] {
  switch (entry.type) {
    case 'HarvestReceived':
      return [...containers, { label: entry.data.label, kind: 'harvest', cellsMl: '0', whereabouts: 'in-hand' }];
    case 'CellsSeparated': {
      const harvest = containers.find(({ kind }) => kind === 'harvest')?.label ?? '';
      const { concentrate: label, concentrateMl: cellsMl } = entry.data;
      return [
        ...moved(containers, harvest, 'used-up'),
        { label, kind: 'concentrate', madeFrom: harvest, cellsMl, whereabouts: 'in-hand' },
      ];
    }
    case 'ProductPrepared':
      return emptied([...containers, syringe(entry.data, containers)]);
    case 'CellsCryoConserved':
      return emptied([...containers, ...entry.data.containers.map((one) => cryoContainer(one, containers))]);
    default:
      return whereaboutsAfter(containers, entry);
  }
}

function whereaboutsAfter(containers: readonly Container[], entry: CellEntry): readonly Container[] {
  switch (entry.type) {
    case 'ProductReleasedFromUnit':
      return moved(containers, entry.data.read.label, 'released');
    case 'ProductReleaseGivenUp':
      return moved(containers, entry.data.syringe, 'in-hand', 'released');
    case 'CellsImplanted':
      return moved(containers, entry.data.syringe, 'implanted');
    case 'CellsThawed':
      return moved(containers, entry.data.container, 'thawed');
    case 'CellsUsed':
      return moved(containers, entry.data.container, 'used');
    case 'CellsDiscarded':
      return moved(containers, entry.data.container, 'discarded');
    default:
      return containers;
  }
}

type Prepared = Extract<CellEntry, { type: 'ProductPrepared' }>['data'];

function syringe({ syringe: label, composition }: Prepared, containers: readonly Container[]): Container {
  const made = { label, kind: 'syringe', whereabouts: 'in-hand' } as const;
  return composition.of === 'concentrated-cells'
    ? { ...made, ...fromConcentrate(containers), cellsMl: composition.concentrateMl }
    : { ...made, cellsMl: '0' };
}

type Stored = Extract<CellEntry, { type: 'CellsCryoConserved' }>['data']['containers'][number];

function cryoContainer({ label, cellsMl }: Stored, containers: readonly Container[]): Container {
  return { label, kind: 'cryo-container', ...fromConcentrate(containers), cellsMl, whereabouts: 'stored' };
}

function fromConcentrate(containers: readonly Container[]): { readonly madeFrom?: string } {
  const concentrate = containers.find(({ kind }) => kind === 'concentrate');
  return concentrate === undefined ? {} : { madeFrom: concentrate.label };
}

/** A concentrate of which nothing is left is used up; one that was discarded before stays so. */
function emptied(containers: readonly Container[]): readonly Container[] {
  const concentrate = containers.find(({ kind }) => kind === 'concentrate');
  if (concentrate?.whereabouts !== 'in-hand' || concentrateLeft(containers).gt(0)) return containers;
  return moved(containers, concentrate.label, 'used-up');
}

/** @param from what is not there (any more) stays where it is; left out: wherever it is. */
function moved(
  containers: readonly Container[],
  label: string,
  whereabouts: Whereabouts,
  from?: Whereabouts,
): readonly Container[] {
  return containers.map((container) =>
    container.label === label && (from ?? container.whereabouts) === container.whereabouts
      ? { ...container, whereabouts }
      : container,
  );
}
