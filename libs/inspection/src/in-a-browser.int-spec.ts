import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  BareRealm,
  FilesInMemory,
  modulesFrom,
  sampleCopy,
  SampleLedger,
  samplePackage,
  sampleSigner,
} from '@bali/inspection/testing';
import { type Cryptography, cryptography, formatVerifierKey } from '@bali/ledger';
import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import type * as Portable from '../portable/index.js';
import type { NotVerified, PackageFiles } from './index.js';

const ENTRY = 'libs/inspection/portable/index.ts';
const KEY = formatVerifierKey(sampleSigner().key);
const GRAPH = modulesFrom(ENTRY);
const OURS = [...GRAPH.values()].filter(({ path }) => !path.includes('node_modules'));
const nameOf = (path: string): string => relative(process.cwd(), path);

/** Without comments: what a comment names is not used. */
const codeOf = (code: string): string => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('[P11-10a] the verifier', () => {
  it('imports no module of Node, of Nest, nor any package that is not made for browsers', () => {
    const specifiers = [...GRAPH.values()].flatMap(({ path, imports }) =>
      [...imports].map(([specifier, target]) => ({ from: nameOf(path), specifier, target })),
    );
    const ofNode = specifiers.filter(
      ({ specifier }) => specifier.startsWith('node:') || builtinModules.includes(specifier),
    );
    expect(ofNode).toEqual([]);
    expect(specifiers.filter(({ specifier }) => specifier.startsWith('@nestjs/'))).toEqual([]);
    expect(specifiers.filter(({ target }) => target === undefined)).toEqual([]);
    const packages = new Set(
      [...GRAPH.keys()].flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    );
    const expected = [
      'big.js',
      'canonicalize',
      'jose',
      'lru-cache',
      'temporal-polyfill',
      'temporal-utils',
      'typebox',
      'uuid',
    ];
    expect([...packages].toSorted()).toEqual(expected);
  });

  it('names nothing that Node alone has, but in the one module that asks for Node’s cryptography', () => {
    const naming = OURS.filter(({ code }) => /\b(Buffer|process|require|__dirname|setImmediate)\b/.test(codeOf(code)));
    expect(naming.map(({ path }) => nameOf(path))).toEqual(['libs/ledger/src/node-cryptography.ts']);
  });
});

describe('[P11-10a] where there is nothing of Node', () => {
  const realm = new BareRealm(GRAPH);
  let portable: typeof Portable;

  beforeAll(async () => {
    const entry = OURS.find(({ path }) => path.endsWith(ENTRY));
    portable = (await realm.load(entry?.path ?? '')) as unknown as typeof Portable;
  });

  const handIn = async (given: Cryptography): Promise<void> => {
    const port = OURS.find(({ path }) => path.endsWith('libs/ledger/src/cryptography.ts'));
    const { useCryptography } = await realm.load(port?.path ?? '');
    (useCryptography as (given: Cryptography) => void)(given);
  };

  const inRealm = (files: FilesInMemory): PackageFiles => ({
    sizes: files.sizes,
    open: async function* (path) {
      for await (const piece of files.open(path)) yield realm.bytes(piece);
    },
    whole: async (path) => realm.bytes(await files.whole(path)),
    close: () => files.close(),
  });

  it('says so before the first hash, until somebody hands in a cryptography', async () => {
    using made = await samplePackage(new SampleLedger(20).source());
    const files = inRealm(FilesInMemory.of(made.path));
    const verified = portable.verify(portable.WHOLE_LEDGER, files, { key: KEY });
    await expect(verified).rejects.toMatchObject({ message: expect.stringContaining('hand in a cryptography') });
  });

  it('packages verify, as they do on Node, and tampering is found', async () => {
    await handIn(cryptography());
    const ledger = new SampleLedger(600, { isRedacted: true, isUnblinded: true });
    using made = await samplePackage(ledger.source(ledger.events.length, [0, 256, 300]));
    const files = FilesInMemory.of(made.path);
    const verified = await portable.verify(portable.WHOLE_LEDGER, inRealm(files), { key: KEY });
    expect({ ...verified }).toMatchObject({
      treeSize: ledger.events.length,
      root: made.manifest.root,
      checks: 'everything',
    });
    const events = files.files.get('events.jsonl')!.toString('utf8').replace('Claire', 'Clara');
    const changed = inRealm(files.with('events.jsonl', events));
    await expect(portable.verify(portable.WHOLE_LEDGER, changed, { key: KEY })).rejects.toMatchObject({
      finding: { fault: 'event-altered' } satisfies Partial<NotVerified['finding']>,
    });
  });

  it("sites' copies verify, too", async () => {
    await handIn(cryptography());
    const ledger = new SampleLedger(300, { isRedacted: true });
    using made = await sampleCopy(ledger.source());
    const files = inRealm(FilesInMemory.of(made.path));
    const verified = await portable.verify(portable.SITE_COPY, files, { key: KEY });
    expect({ ...verified }).toMatchObject({ site: 'REI', treeSize: ledger.events.length });
  });
});
