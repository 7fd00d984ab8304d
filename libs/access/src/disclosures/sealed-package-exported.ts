import { defineEvent, oneOf } from '@bali/schema';
import { textsInWords } from './package-exported.js';
import { Type } from 'typebox';

/**
 * It says neither size nor root: who reads the access ledger could see from them how much was recorded between two packages,
 * and so whose cells were thawed.
 */
export const SealedPackageExported = defineEvent('SealedPackageExported', {
  schemaVersion: 1,
  about: 'an inspection package of the sealed ledger was made, or begun to be made',
  data: {
    texts: oneOf('whether free texts are in it', ['included', 'withheld']),
    package: Type.String({ description: 'identifier of the package', format: 'uuid' }),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/texts', '/package'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ExportPackage', action: 'export-packages' },
  sentence: (data) =>
    `had an inspection package made of the sealed ledger, ${textsInWords(data.texts)} (package ${data.package})`,
  sample: { texts: 'withheld', package: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55' },
});
