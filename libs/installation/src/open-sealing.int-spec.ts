import { readSealingKeys, rotateSealingKeys, SealingKeysRefused, sealRecord } from '@bali/blinding';
import { sampleKey, sampleSealable, seededChance } from '@bali/blinding/testing';
import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { EMBEDDED_STORE, type EventStore } from '@bali/event-store';
import { leafOf } from '@bali/ledger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { renameSync, rmSync } from 'node:fs';
import { type DataDirectory, dataDirectory, directoryOf, openLedger, openSealing } from './index.js';

let temporary: TemporaryDirectory;
let directory: DataDirectory;
let ledger: EventStore;
let path: string;

beforeEach(async () => {
  temporary = temporaryDirectory();
  path = `${temporary.path}/keys/sealing.json`;
  directory = dataDirectory(temporary.path);
  ledger = await openLedger(directory, 'sealed');
});
afterEach(async () => {
  await ledger.close();
  temporary[Symbol.dispose]();
});

const open = (from = directory) => openSealing(from, ledger, seededChance);

async function codeOf(opening: Promise<unknown>): Promise<string> {
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  if (error instanceof SealingKeysRefused) return error.code;
  throw new Error('opened, or failed otherwise', { cause: error });
}

async function record(): Promise<void> {
  const sealed = sealRecord(sampleSealable('SlotTaken', { slot: 0 }), await open(), seededChance);
  const { id, type, stream } = sealed;
  await ledger.append({ stream, expectedRevision: -1, events: [{ id, type, leaf: leafOf(sealed) }] });
}

describe('the sealing keys of an installation', () => {
  it('are made at the first start, and are there at the next', async () => {
    const made = await open();
    expect(readSealingKeys({ path })).toEqual(made);
    expect(await open()).toEqual(made);
  });

  it('are asked for before anything is begun, when there are records and no keys for them', async () => {
    await record();
    renameSync(path, `${path}.away`);
    expect(await codeOf(open())).toBe('sealing-keys-missing');
    await expect(open()).rejects.toThrow(/the sealed ledger has records: restore them/);
    renameSync(`${path}.away`, path);
    expect((await open()).kids).toHaveLength(1);
  });

  it('are refused when they do not open the last record, and told by the fingerprint', async () => {
    await record();
    rmSync(path);
    await codeOf(open());
    const elsewhere = directoryOf({
      data: temporary.path,
      store: EMBEDDED_STORE,
      keys: 'none',
      sealingKeys: `${path}.other`,
    });
    await makeElsewhere(elsewhere);
    expect(await codeOf(open(elsewhere))).toBe('sealing-keys-wrong');
    await expect(open(elsewhere)).rejects.toThrow(/fingerprint [0-9a-f]{64}\) do not open the last record/);
  });

  it('go on opening after a rotation', async () => {
    await record();
    rotateSealingKeys(path, sampleKey('two'));
    expect((await open()).kids).toHaveLength(2);
  });

  it('may come from the environment, and are then never made', async () => {
    await record();
    const jwkSet = '{"keys":[]}';
    expect(
      await codeOf(
        open(directoryOf({ data: temporary.path, store: EMBEDDED_STORE, keys: 'none', sealingKeys: jwkSet })),
      ),
    ).toBe('sealing-keys-malformed');
  });
});

/** The first start of another installation makes other keys there. */
async function makeElsewhere(elsewhere: DataDirectory): Promise<void> {
  const empty = await openLedger(dataDirectory(`${temporary.path}/empty`), 'sealed');
  await openSealing(elsewhere, empty, (length) => sampleKey('another').subarray(0, length));
  await empty.close();
}
