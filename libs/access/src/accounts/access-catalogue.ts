import { type DefinedEvent, UnknownEvent } from '@bali/schema';
import { DISCLOSURE_EVENTS } from '../disclosures/index.js';
import { ACCOUNT_EVENTS } from './account-events.js';

/** Every event of the access ledger, by type. An event that is to be recorded there stands in one of the two. */
export const ACCESS_EVENTS = { ...ACCOUNT_EVENTS, ...DISCLOSURE_EVENTS } as const;
export type AccessEventType = keyof typeof ACCESS_EVENTS;

/** @throws UnknownEvent */
export function accessDefinitionOf(type: string, schemaVersion = 1): DefinedEvent {
  const definition = Object.hasOwn(ACCESS_EVENTS, type) ? ACCESS_EVENTS[type as AccessEventType] : undefined;
  if (definition?.schemaVersion !== schemaVersion) throw new UnknownEvent(type, schemaVersion);
  return definition;
}
