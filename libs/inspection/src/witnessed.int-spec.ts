import {
  cosign,
  formatVerifierKey,
  formatWitnessKey,
  openNote,
  parseCheckpoint,
  parseNote,
  withSignatures,
  witnessKey,
} from '@bali/ledger';
import { FilesInMemory, SampleLedger, sampleCopy, samplePackage, sampleSigner } from '@bali/inspection/testing';
import { parsePolicy } from '@bali/witness';
import { describe, expect, it } from '@jest/globals';
import {
  type Finding,
  NotVerified,
  type PackageSource,
  type Policy,
  SITE_COPY,
  type Verified,
  verifyPackageFiles,
  WHOLE_LEDGER,
} from './index.js';

const SIGNER = sampleSigner();
const NAMES = ['reims', 'nantes', 'paris'] as const;
const WITNESSES = NAMES.map((name) => {
  const { key, sign } = sampleSigner(`witness ${name}`, `${name}.example/w`);
  return { name, sign, key: witnessKey(`${name}.example/w`, key.publicKey) };
});
const POLICY = parsePolicy(
  `log ${formatVerifierKey(SIGNER.key)}\n${WITNESSES.map(({ name, key }) => `witness ${name} ${formatWitnessKey(key)}\n`).join('')}` +
    'group two 2 reims nantes paris\nquorum two\n',
);
const RECEIVED = new Date('2026-11-24T10:00:00Z');
const HOUR_SECONDS = 3_600;
const NOW = RECEIVED.getTime() / 1000;

/** A checkpoint with the cosignatures of witnesses, made some hours before the package was received. */
function cosigned(note: string, names: readonly string[], hoursAgo = 1): string {
  const { text } = parseNote(note);
  const by = WITNESSES.filter(({ name }) => names.includes(name));
  return withSignatures(note, by.map((witness) => cosign(text, NOW - hoursAgo * HOUR_SECONDS, witness)).join(''));
}

async function filesOf(source: PackageSource): Promise<FilesInMemory> {
  using made = await samplePackage(source);
  return FilesInMemory.of(made.path);
}

async function verdict(
  source: PackageSource,
  policy: Policy = { witnesses: { policy: POLICY, receivedAt: RECEIVED } },
): Promise<Finding['fault'] | Verified> {
  try {
    return await verifyPackageFiles(WHOLE_LEDGER, await filesOf(source), policy);
  } catch (error) {
    if (error instanceof NotVerified) return error.finding.fault;
    throw error;
  }
}

const EVENTS = 60;
const LEDGER = new SampleLedger(EVENTS);

describe('[EMA-66] a package under a policy of witnesses', () => {
  it('has two heads: the one signed now, and the last witnessed; how many events came after it is said', async () => {
    const source = {
      ...LEDGER.source(),
      earlier: [LEDGER.checkpoint(40), cosigned(LEDGER.checkpoint(50), ['reims', 'paris'])],
    };
    expect(await verdict(source)).toMatchObject({
      treeSize: EVENTS,
      keyWasGiven: true,
      witnessed: {
        treeSize: 50,
        eventsAfter: 10,
        by: ['reims', 'paris'],
        at: '2026-11-24T09:00:00.000Z',
        rule: '2 of (reims, nantes, paris)',
      },
    });
    const now = { ...LEDGER.source(), checkpoint: cosigned(LEDGER.checkpoint(), NAMES) };
    expect(await verdict(now)).toMatchObject({ witnessed: { treeSize: EVENTS, eventsAfter: 0, by: NAMES } });
  });

  it('needs no witness where the policy asks for none, and one of the logs that it names all the same', async () => {
    const under = (text: string) => ({ witnesses: { policy: parsePolicy(text), receivedAt: RECEIVED } });
    const verified = await verdict(LEDGER.source(), under(`log ${formatVerifierKey(SIGNER.key)}\nquorum none\n`));
    expect(verified).toMatchObject({ treeSize: EVENTS, keyWasGiven: true });
    expect(verified).not.toHaveProperty('witnessed');
    const another = formatVerifierKey(sampleSigner('another').key);
    expect(await verdict(LEDGER.source(), under(`log ${another}\nquorum none\n`))).toBe('wrong-key');
  });

  it('is refused below the quorum, when too old, and with a cosignature that is wrong', async () => {
    const one = cosigned(LEDGER.checkpoint(), ['nantes']);
    expect(await verdict(LEDGER.source())).toBe('not-witnessed');
    expect(await verdict({ ...LEDGER.source(), checkpoint: one })).toBe('not-witnessed');
    const old = { ...LEDGER.source(), earlier: [cosigned(LEDGER.checkpoint(50), NAMES, 25)] };
    expect(await verdict(old)).toBe('witnessed-too-long-ago');
    const witnesses = { policy: POLICY, receivedAt: RECEIVED, maxAgeSeconds: 26 * HOUR_SECONDS };
    expect(await verdict(old, { witnesses })).toMatchObject({ witnessed: { treeSize: 50 } });
    const then = { policy: POLICY, receivedAt: new Date('2026-11-23T10:00:00Z') };
    expect(await verdict(old, { witnesses: then })).toMatchObject({ witnessed: { treeSize: 50 } });
    const future = { ...LEDGER.source(), checkpoint: cosigned(LEDGER.checkpoint(), NAMES, -2) };
    expect(await verdict(future)).toBe('cosignature-wrong');
    const forged = cosign(parseNote(LEDGER.checkpoint(50)).text, NOW, WITNESSES[0]!);
    expect(await verdict({ ...LEDGER.source(), checkpoint: withSignatures(LEDGER.checkpoint(), forged) })).toBe(
      'cosignature-wrong',
    );
  });

  it('is a site’s certified copy as well', async () => {
    const source = { ...LEDGER.source(), earlier: [cosigned(LEDGER.checkpoint(50), NAMES)] };
    const copied = async (from: PackageSource) => {
      using copy = await sampleCopy(from);
      const files = FilesInMemory.of(copy.path);
      return await verifyPackageFiles(SITE_COPY, files, { witnesses: { policy: POLICY, receivedAt: RECEIVED } });
    };
    expect(await copied(source)).toMatchObject({ witnessed: { treeSize: 50, eventsAfter: 10 } });
    await expect(copied(LEDGER.source())).rejects.toThrow('as many witnesses as the policy asks for');
  });

  it('says where time stamps are asked for which was stamped last, and refuses one that is wrong or missing', async () => {
    const at = new Date('2026-11-24T00:30:00Z');
    const read = (note: string) =>
      parseCheckpoint(parseNote(note).text).size === 50
        ? Promise.resolve([{ authority: 'tsa.example', at }])
        : Promise.resolve([]);
    const source = { ...LEDGER.source(), earlier: [LEDGER.checkpoint(50)] };
    const stamped = [{ authority: 'tsa.example', treeSize: 50, at: at.toISOString() }];
    expect(await verdict(source, { stamps: read })).toMatchObject({ stamped });
    expect(await verdict(LEDGER.source(), { stamps: read })).toBe('not-stamped');
    expect(await verdict(source, { stamps: () => Promise.reject(new Error('of another text')) })).toBe('stamp-wrong');
  });
});

/** What somebody has in hand when the package of the operator comes. */
const HANDS = {
  'nothing but the key of the log': (): Policy => ({ key: formatVerifierKey(SIGNER.key) }),
  'a checkpoint of yesterday, or a receipt': (): Policy => ({
    key: formatVerifierKey(SIGNER.key),
    older: (keys) => [kept(LEDGER.checkpoint(50), keys)],
  }),
  'the policy of the witnesses': (): Policy => ({ witnesses: { policy: POLICY, receivedAt: RECEIVED } }),
};

function kept(note: string, keys: Parameters<NonNullable<Policy['older']>>[0]) {
  return { checkpoint: parseCheckpoint(openNote(note, keys).text), note, file: 'what was kept' };
}

/**
 * The operator has the disk and every key of the sponsor. Witnesses cosigned 50 events an hour ago, and 30 events two days ago. What
 * the operator writes anew from event 20 on stands for the endpoint data of a site's 47 subjects.
 */
const REWRITTEN = new SampleLedger(EVENTS, { word: 'without them', same: 20 });
const WITNESSED = [cosigned(LEDGER.checkpoint(30), NAMES, 48), cosigned(LEDGER.checkpoint(50), NAMES, 1)];
const LATE = new SampleLedger(EVENTS, { word: 'without them', same: 50 });

const OPERATOR: Readonly<Record<string, { readonly source: PackageSource; readonly noticed: readonly string[] }>> = {
  'rewrites the data, signs again, leaves the cosigned checkpoints out': {
    source: { ...REWRITTEN.source(), earlier: [] },
    noticed: ['—', 'fork', 'not-witnessed'],
  },
  'rewrites the data, signs again, leaves the cosigned checkpoints in': {
    source: { ...REWRITTEN.source(), earlier: WITNESSED },
    noticed: ['fork', 'fork', 'fork'],
  },
  'rewrites the data, and cosigns with keys of their own': {
    source: { ...REWRITTEN.source(), checkpoint: forgedCosignatures(REWRITTEN.checkpoint()) },
    noticed: ['—', 'fork', 'not-witnessed'],
  },
  'cuts the ledger before the data, and signs again': {
    source: { ...LEDGER.source(), checkpoint: LEDGER.checkpoint(35), earlier: WITNESSED.slice(0, 1) },
    noticed: ['—', 'truncated', 'witnessed-too-long-ago'],
  },
  'writes anew what came after the last witnessed checkpoint': {
    source: { ...LATE.source(), earlier: WITNESSED },
    noticed: ['—', '—', '—'],
  },
};

function forgedCosignatures(note: string): string {
  const { text } = parseNote(note);
  const forged = NAMES.map((name) => {
    const { key, sign } = sampleSigner(`forged ${name}`, `${name}.example/w`);
    return cosign(text, NOW, { key: witnessKey(key.name, key.publicKey), sign });
  });
  return withSignatures(note, forged.join(''));
}

describe('[P11-10a] an operator with the disk and all keys of the sponsor, who takes out the data of 47 subjects', () => {
  it.each(Object.entries(OPERATOR))('%s: who notices', async (_, { source, noticed }) => {
    const size = parseCheckpoint(parseNote(source.checkpoint).text).size;
    const whole = size === EVENTS ? source : { ...source, store: cut(source.store, size) };
    const found: string[] = [];
    for (const hands of Object.values(HANDS)) {
      const said = await verdict(whole, hands());
      found.push(typeof said === 'string' ? said : '—');
    }
    expect(found).toEqual(noticed);
  });
});

function cut(store: PackageSource['store'], size: number): PackageSource['store'] {
  return {
    ledger: store.ledger,
    readTexts: (hashes) => store.readTexts(hashes),
    read: async function* (from = 0) {
      for await (const page of store.read(from)) yield page.filter(({ position }) => position < size);
    },
  };
}
