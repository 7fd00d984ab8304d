import { DisclosureLog } from '@bali/commands';
import { DATA_DIRECTORY, type DataDirectory, LEDGER_STORES, type LedgerStores } from '@bali/installation';
import { UnitMaterials } from '@bali/queries';

/** What the cell therapy unit recorded, for reports by arm. */
export const UNIT_MATERIALS = {
  provide: UnitMaterials,
  inject: [LEDGER_STORES, DATA_DIRECTORY, DisclosureLog],
  useFactory: ({ sealed: sealedLedger }: LedgerStores, { sealingKeys }: DataDirectory, disclosures: DisclosureLog) =>
    new UnitMaterials({ sealedLedger, sealingKeys, disclosures }),
};
