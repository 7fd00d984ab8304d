import { openSealedRecord, readSealingKeys, SealingKeysRefused } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { checkTexts, type OpenSealed, type TextAtFault } from '@bali/inspection';
import { type Ledger, LEDGERS } from '@bali/ledger';

/** Whether the free texts of a ledger are as they were written, as far as that could be seen. */
export interface TextsState {
  /** `unknown`: not every event could be read, such as those of the sealed ledger without its keys, and no text is at fault so far. */
  readonly state: 'whole' | 'damaged' | 'unknown';
  /** Which are missing or altered. Of the sealed ledger that is not said: their places and number could tell an arm. */
  readonly faulty?: readonly Pick<TextAtFault, 'event' | 'field' | 'fault'>[];
}

export type TextsOfLedgers = Readonly<Record<Ledger, TextsState>>;

/** Looks for each free text that the events of the ledgers refer to. The trial ledger is asked first: the sealed one has copies. */
export async function textsOfLedgers(
  open: (ledger: Ledger) => Promise<EventStore>,
  openSealed: OpenSealed | undefined,
): Promise<TextsOfLedgers> {
  const states: Partial<Record<Ledger, TextsState>> = {};
  let redactedInTrial: ReadonlySet<string> = new Set();
  for (const ledger of LEDGERS) {
    const store = await open(ledger);
    try {
      const checked = await checkTexts(store, { ...(openSealed && { openSealed }), redactedInTrial });
      if (ledger === 'trial') redactedInTrial = checked.redacted;
      const state = checked.faulty.length > 0 ? 'damaged' : checked.isComplete ? 'whole' : 'unknown';
      const faulty = checked.faulty.map(({ event, field, fault }) => ({ event, field, fault }));
      states[ledger] = { state, ...(ledger !== 'sealed' && faulty.length > 0 && { faulty }) };
    } finally {
      await store.close();
    }
  }
  return states as TextsOfLedgers;
}

/** What opens the sealed ledger's records, where its keys are at hand and are such. */
export function openingSealed({ sealingKeys }: Pick<DataDirectory, 'sealingKeys'>): OpenSealed | undefined {
  try {
    const keys = readSealingKeys(sealingKeys);
    return keys && ((record) => openSealedRecord(record, keys));
  } catch (error) {
    if (error instanceof SealingKeysRefused) return undefined;
    throw error;
  }
}
