import { defineEvent, oneOf, whole } from '@bali/schema';
import { LEDGERS } from '@bali/ledger';
import { Type } from 'typebox';

/** Whether free texts are in a package. */
export function textsInWords(texts: 'included' | 'withheld'): string {
  return texts === 'included' ? 'with the free texts' : 'without free texts';
}

export const PackageExported = defineEvent('PackageExported', {
  schemaVersion: 1,
  about: 'an inspection package was made, or begun to be made',
  data: {
    ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...(typeof LEDGERS)[number][]]),
    treeSize: whole('how many events it holds', 0, Number.MAX_SAFE_INTEGER),
    root: Type.String({ description: 'the root over them, SHA-256', pattern: '^[0-9a-f]{64}$' }),
    texts: oneOf('whether free texts are in it', ['included', 'withheld']),
    package: Type.String({ description: 'identifier of the package', format: 'uuid' }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/ledger', '/treeSize', '/root', '/texts', '/package'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ExportPackage', action: 'export-packages' },
  sentence: (data) =>
    `had an inspection package made of the ${data.ledger} ledger, of ${data.treeSize} events with the root ${data.root}, ` +
    `${textsInWords(data.texts)} (package ${data.package})`,
  sample: {
    ledger: 'trial',
    treeSize: 683,
    root: '5f'.repeat(32),
    texts: 'withheld',
    package: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55',
  },
});
