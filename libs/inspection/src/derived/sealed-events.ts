import { BLINDING_EVENTS } from '@bali/blinding/portable';
import { CELL_EVENT_CATALOGUE } from '@bali/cell-therapy';
import { type EventDefinition, UnknownEvent } from '@bali/schema';

/** What may happen in the sealed ledger, by true type. Rooms that record more there add their definitions to this one table. */
const SEALED_EVENTS: Readonly<Record<string, EventDefinition>> = {
  ...BLINDING_EVENTS,
  ...CELL_EVENT_CATALOGUE,
};

export function knownDefinition(type: string): EventDefinition | undefined {
  return Object.hasOwn(SEALED_EVENTS, type) ? SEALED_EVENTS[type] : undefined;
}

/** @throws UnknownEvent */
export function sealedDefinitionOf(type: string, schemaVersion = 1): EventDefinition {
  const definition = knownDefinition(type);
  if (definition?.schemaVersion === schemaVersion) return definition;
  throw new UnknownEvent(type, schemaVersion);
}
