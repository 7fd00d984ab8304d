import { valueAt } from '@bali/schema';
import { correctionOf, type CorrectionEvent, type CorrectionRequest } from '@bali/trial';
import { containerLabelled } from '../containers/containers.js';
import { containersOf } from '../containers/containers-of.js';
import type { CellEntry } from '../unit/cell-record.js';
import { definitionOf } from './consistency.js';

/** Where an entry names a container that another entry gave its label. */
const NAMES_A_CONTAINER = ['/read/label', '/from', '/container', '/syringe'] as const;

/**
 * A label that was wrong where it was given was wrong wherever it was named afterwards, and read off as wrongly: these follow. Where a
 * container still has the former label, such as after two that were mixed up, an entry that names it means that one, and stays.
 */
export function labelsAlong(
  requests: readonly CorrectionRequest[],
  before: readonly CellEntry[],
  after: readonly CellEntry[],
): readonly CorrectionEvent[] {
  const changed = new Set(requests.map(({ correctedEvent }) => correctedEvent));
  const renamed = new Map(before.filter(({ id }) => changed.has(id)).flatMap((entry) => renamedIn(entry, after)));
  const containers = containersOf(after);
  return after.flatMap((entry) =>
    NAMES_A_CONTAINER.flatMap((field) => {
      const label = valueAt(entry.data, field);
      if (typeof label !== 'string' || containerLabelled(containers, label) !== undefined) return [];
      const right = renamed.get(label);
      return right === undefined ? [] : [correctionOf(entry, field, right, true)];
    }),
  );
}

/** The labels that an entry gave, with those that it gives once it is put right. */
function renamedIn(entry: CellEntry, after: readonly CellEntry[]): readonly (readonly [old: string, label: string])[] {
  const right = after.find(({ id }) => id === entry.id);
  const labels = right === undefined ? [] : labelsOf(right);
  return labelsOf(entry).flatMap((label, place) => {
    const now = labels[place];
    return now === undefined || now === label ? [] : [[label, now] as const];
  });
}

function labelsOf({ type, data }: CellEntry): readonly string[] {
  return (
    definitionOf(type)
      .labelsGiven?.(data as never)
      .map(({ label }) => label) ?? []
  );
}
