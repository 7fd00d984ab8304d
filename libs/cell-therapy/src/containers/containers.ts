import Big from 'big.js';

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

/** The first container of a kind: of a bag, a concentrate and a syringe there is one for each patient. */
export function firstOfKind(containers: readonly Container[], which: ContainerKind): Container | undefined {
  return containers.find(({ kind }) => kind === which);
}

export function containerLabelled(containers: readonly Container[], label: string): Container | undefined {
  return containers.find((container) => container.label === label);
}

/** How much of the concentrate is still in it, mL. */
export function concentrateLeft(containers: readonly Container[]): Big {
  const concentrate = firstOfKind(containers, 'concentrate');
  if (concentrate?.whereabouts !== 'in-hand') return new Big(0);
  const taken = containers.filter(({ madeFrom }) => madeFrom === concentrate.label).map(({ cellsMl }) => cellsMl);
  return new Big(concentrate.cellsMl).minus(totalOf(taken));
}

export function totalOf(volumes: readonly string[]): Big {
  return volumes.reduce((total, volume) => total.plus(volume), new Big(0));
}

/** Where what is filled from the concentrate comes from, if there is one. */
export function fromConcentrate(containers: readonly Container[]): Pick<Container, 'madeFrom'> {
  const concentrate = firstOfKind(containers, 'concentrate');
  return concentrate === undefined ? {} : { madeFrom: concentrate.label };
}

/** A concentrate of which nothing is left is used up; one that was discarded before stays so. */
export function emptied(containers: readonly Container[]): readonly Container[] {
  const concentrate = firstOfKind(containers, 'concentrate');
  if (concentrate?.whereabouts !== 'in-hand' || concentrateLeft(containers).gt(0)) return containers;
  return moved(containers, concentrate.label, 'used-up');
}

/** @param from what is not there (any more) stays where it is; left out: wherever it is. */
export function moved(
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
