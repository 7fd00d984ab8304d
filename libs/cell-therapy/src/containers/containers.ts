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

/** The latest container of a kind: of a bag, a concentrate and a syringe there is one for each harvest. */
export function latestOfKind(containers: readonly Container[], which: ContainerKind): Container | undefined {
  return containers.findLast(({ kind }) => kind === which);
}

export function containerLabelled(containers: readonly Container[], label: string): Container | undefined {
  return containers.find((container) => container.label === label);
}

/** How much of what came into a container is not in others that were filled from it, mL. */
export function leftIn(containers: readonly Container[], { label, cellsMl }: Container): Big {
  const taken = containers.filter(({ madeFrom }) => madeFrom === label);
  return new Big(cellsMl).minus(totalOf(taken.map((container) => container.cellsMl)));
}

/** How much of the latest concentrate is still in it, mL. */
export function concentrateLeft(containers: readonly Container[]): Big {
  const concentrate = latestOfKind(containers, 'concentrate');
  return concentrate?.whereabouts === 'in-hand' ? leftIn(containers, concentrate) : new Big(0);
}

export function totalOf(volumes: readonly string[]): Big {
  return volumes.reduce((total, volume) => total.plus(volume), new Big(0));
}

/** Where what is filled from the concentrate comes from, if there is one. */
export function fromConcentrate(containers: readonly Container[]): Pick<Container, 'madeFrom'> {
  const concentrate = latestOfKind(containers, 'concentrate');
  return concentrate === undefined ? {} : { madeFrom: concentrate.label };
}

/** A concentrate of which nothing is left is used up; one that was discarded before stays so. */
export function emptied(containers: readonly Container[]): readonly Container[] {
  return containers
    .filter((one) => one.kind === 'concentrate' && one.whereabouts === 'in-hand' && !leftIn(containers, one).gt(0))
    .reduce((others, { label }) => moved(others, label, 'used-up'), containers);
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
