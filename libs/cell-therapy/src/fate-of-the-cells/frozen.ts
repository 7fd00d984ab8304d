import { type Container, containerLabelled, latestOfKind, leftIn, totalOf } from '../containers/containers.js';
import { cellTherapyRefusal } from '../refusals.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

/** A cryo-container, and how much of the concentrate is in it. */
export interface Stored {
  readonly label: string;
  readonly cellsMl: string;
}

/** What was put into the freezer, and where it came from. */
export interface Frozen {
  readonly containers: readonly Stored[];
  readonly from?: string;
}

export function sourceOf({ from }: Frozen, containers: readonly Container[]): Container | undefined {
  return from === undefined ? latestOfKind(containers, 'concentrate') : containerLabelled(containers, from);
}

export const sourceThere: Rule = {
  says: 'The cells come from a concentrate or a syringe that is there, and that the site did not implant.',
  refuses: (data: Frozen, { containers, facts, cells }) => {
    if (data.from === undefined) return undefined;
    const source = containerLabelled(containers, data.from);
    if (source === undefined || (source.kind !== 'concentrate' && source.kind !== 'syringe')) {
      return cellTherapyRefusal('container-unknown', 'This patient has no such concentrate or syringe.', '/from');
    }
    const isImplanted =
      facts.implantedAt !== undefined && entryOf(cells, 'ProductPrepared')?.data.syringe === data.from;
    if (!isImplanted && (source.whereabouts === 'in-hand' || source.whereabouts === 'released')) return undefined;
    return cellTherapyRefusal('container-not-available', 'What was in it is not there any more.', '/from');
  },
};

export const noMoreThanThereIsIn: Rule = {
  says: 'No more is taken from a concentrate or a syringe than is left in it.',
  refuses: (data: Frozen, { containers }) => {
    const source = sourceOf(data, containers);
    const isThere = source !== undefined && ['in-hand', 'released'].includes(source.whereabouts);
    const left = isThere ? leftIn(containers, source) : undefined;
    if (left !== undefined && totalOf(data.containers.map(({ cellsMl }) => cellsMl)).lte(left)) return undefined;
    return cellTherapyRefusal('more-than-there-is', `Of these cells, ${left?.toString() ?? '0'} mL are left.`);
  },
};
