import { openSqliteEventStore } from '@bali/event-store';
import { temporaryDirectory, testHeads } from '@bali/event-store/testing';
import { PackageEvents, wholeLedger, writePackage } from '@bali/inspection';
import { formatCheckpoint, MerkleTree, noteSigner, signNote } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { Installations } from '../eventstoredb-stand-in/open-against.js';
import { EventStoreStandIn } from '../eventstoredb-stand-in/stand-in.js';
import { digestsFrom, fillWithStudy } from './exported-from.js';

const ORIGIN = `localhost/${TRIAL.id}/trial`;

/** A package of the whole ledger, as `bali export` makes it. */
async function packageOf(store: ReturnType<typeof openSqliteEventStore>, out: string): Promise<void> {
  const tree = new MerkleTree();
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  const signer = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
  const checkpoint = signNote(formatCheckpoint(ORIGIN, { size: tree.size, root: tree.root() }), [signer]);
  await writePackage(
    wholeLedger('included'),
    { trialId: TRIAL.id, store, checkpoint, earlier: [], keys: [signer.key] },
    {
      ...{ out, reason: 'to export from it', madeAt: '2026-01-01T00:00:00.000Z' },
      madeBy: { userId: 'ada', name: 'Ada', role: 'administrator', organisation: TRIAL.sponsor },
      software: { version: '0', commit: '0' },
    },
  );
}

it('[EMA-612] exports of one position are the same to the byte from SQLite, from EventStoreDB and from a package', async () => {
  using directory = temporaryDirectory();
  const path = join(directory.path, 'trial.db');
  const sqlite = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) });
  await using standIn = await EventStoreStandIn.start();
  await using installations = new Installations();
  const cluster = installations.store(standIn);
  await fillWithStudy(sqlite);
  await fillWithStudy(cluster);
  await packageOf(sqlite, join(directory.path, 'package'));
  await using inPackage = await PackageEvents.open(join(directory.path, 'package'));

  const fromSqlite = await digestsFrom(sqlite, join(directory.path, 'sqlite'));
  expect(await digestsFrom(cluster, join(directory.path, 'cluster'))).toEqual(fromSqlite);
  expect(await digestsFrom(inPackage, join(directory.path, 'from-package'))).toEqual(fromSqlite);
  await sqlite.close();
});
