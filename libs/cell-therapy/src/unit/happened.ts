import { CELL_THERAPY_EVENTS, type CellTherapyEvent } from './cell-events.js';
import type { Occurrence } from './rule.js';

/** When it happened in the world, as it was entered: a date, or a moment with its offset. */
export function happenedWhen(event: CellTherapyEvent): string {
  return occurrenceOf(event).when;
}

export function occurrenceOf({ type, data }: CellTherapyEvent): Occurrence {
  const { happened } = CELL_THERAPY_EVENTS[type];
  const when = (data as unknown as Readonly<Record<string, string>>)[happened] ?? '';
  return { when, whenField: `/${happened}` };
}
