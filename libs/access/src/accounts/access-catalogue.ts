import { type DefinedEvent, definitionIn } from '@bali/schema';
import { CLOCK_EVENTS } from '../clock/index.js';
import { DISCLOSURE_EVENTS } from '../disclosures/index.js';
import { LEDGER_EVENTS } from '../ledgers/index.js';
import { ACCOUNT_EVENTS } from './account-events.js';

/** Every event of the access ledger, by type. An event that is to be recorded there stands in one of these. */
export const ACCESS_EVENTS = { ...ACCOUNT_EVENTS, ...DISCLOSURE_EVENTS, ...LEDGER_EVENTS, ...CLOCK_EVENTS } as const;
export type AccessEventType = keyof typeof ACCESS_EVENTS;

/** @param schemaVersion default: the version that is written now. @throws UnknownEvent */
export function accessDefinitionOf(type: string, schemaVersion?: number): DefinedEvent {
  return definitionIn(ACCESS_EVENTS, type, schemaVersion);
}
