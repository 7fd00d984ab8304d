import { parseStore, STORE_DRIVERS, type StoreLocation } from '@bali/event-store';
import type { VariableRule } from '@bali/http';

/** The store that a setting names; `undefined` if it names none, or a data directory: an installation has one already. */
export function storeLocationIn(text: string): StoreLocation | undefined {
  const store = parseStore(text);
  return store?.dataDirectory === undefined ? store : undefined;
}

/** @internal The rule of `BALI_STORE`. */
export function storeLocation(): VariableRule<StoreLocation> {
  const forms = STORE_DRIVERS.map(({ described }) => described.inRefusal);
  return { message: `must be ${forms.slice(0, -1).join(', ')}, or ${forms.at(-1) ?? ''}`, read: storeLocationIn };
}
