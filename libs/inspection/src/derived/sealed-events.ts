import { BLINDING_EVENTS } from '@bali/blinding/portable';
import { CELL_EVENT_CATALOGUE } from '@bali/cell-therapy';
import { type DefinedEvent, definitionIn } from '@bali/schema';

/** What may happen in the sealed ledger, by true type. An event that is to be recorded there stands in one of these catalogues. */
const SEALED_EVENTS: Readonly<Record<string, DefinedEvent>> = {
  ...BLINDING_EVENTS,
  ...CELL_EVENT_CATALOGUE,
};

/** The true types of what the sealed ledger may hold. */
export const SEALED_TYPES: readonly string[] = Object.keys(SEALED_EVENTS);

export function knownDefinition(type: string): DefinedEvent | undefined {
  return Object.hasOwn(SEALED_EVENTS, type) ? SEALED_EVENTS[type] : undefined;
}

/** @param schemaVersion default: the version that is written today. @throws UnknownEvent */
export function sealedDefinitionOf(type: string, schemaVersion?: number): DefinedEvent {
  return definitionIn(SEALED_EVENTS, type, schemaVersion);
}
