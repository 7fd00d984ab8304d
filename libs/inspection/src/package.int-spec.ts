import { describe, expect, it } from '@jest/globals';
import { formatVerifierKey } from '@bali/ledger';
import { SampleLedger, samplePackage, sampleSigner } from '@bali/inspection/testing';
import { verifyPackage, WHOLE_LEDGER } from './index.js';

const KEY = formatVerifierKey(sampleSigner().key);

describe('[P11-10b] [EMA-621-file] an inspection package', () => {
  it.each([0, 1, 255, 256, 257, 1_000])('of %i events verifies, as a directory and as a zip file', async (size) => {
    const ledger = new SampleLedger(size);
    const source = ledger.source(
      size,
      [0, 1, 100, 256].filter((older) => older <= size),
    );
    for (const name of ['package', 'package.zip']) {
      using made = await samplePackage(source, { name });
      const verified = await verifyPackage(WHOLE_LEDGER, made.path, { key: KEY });
      expect(verified).toMatchObject({ ledger: 'trial', treeSize: size, keyWasGiven: true, checks: 'everything' });
      expect(verified.root).toBe(made.manifest.root);
    }
  });
});
