import type { SiteApiUnderTest } from './site-api-under-test.js';

/** Where a command is cut off: at an append to one of the two ledgers, before it is durable, or before it is answered. */
export interface Cut {
  readonly is: string;
  readonly ledger: 'sealedLedger' | 'trialLedger';
  readonly when: 'before' | 'after';
}

/** Every place at which a process can end that writes first in the sealed, then in the trial ledger. */
export const CUTS = [
  { is: 'before the sealed ledger has it', ledger: 'sealedLedger', when: 'before' },
  { is: 'after the sealed ledger has it', ledger: 'sealedLedger', when: 'after' },
  { is: 'before the trial ledger has it', ledger: 'trialLedger', when: 'before' },
  { is: 'after the trial ledger has it', ledger: 'trialLedger', when: 'after' },
] as const satisfies readonly Cut[];

/**
 * The next append of an event of these types fails, once: the power is cut.
 * @param meanwhile what others do before it does
 */
export function cutOff(
  api: SiteApiUnderTest,
  { ledger, when }: Pick<Cut, 'ledger' | 'when'>,
  types: readonly string[],
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): void {
  const store = api.api.resources[ledger];
  const append = store.append.bind(store);
  store.append = async (request) => {
    if (!request.events.some(({ type }) => types.includes(type))) return append(request);
    store.append = append;
    await meanwhile();
    if (when === 'after') await append(request);
    throw new Error('the power is cut');
  };
}
