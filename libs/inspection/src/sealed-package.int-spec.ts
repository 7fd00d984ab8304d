import { describe, expect, it } from '@jest/globals';
import { SealingKeys, SEALED_STREAM, sealRecord } from '@bali/blinding';
import type { StoredEvent } from '@bali/event-store';
import { formatCheckpoint, leafOf, MerkleTree, sha256, signNote } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { recordsOf } from '@bali/trial/testing';
import { FilesInMemory, samplePackage, sampleSigner } from '@bali/inspection/testing';
import { FILES, NotVerified, type PackageSource } from './index.js';
import { verifyPackageFiles } from './verify/verify-package.js';

const ORIGIN = `bali.localhost/${TRIAL.id}/sealed`;
const KEYS = new SealingKeys([sha256(Buffer.from('sealing key'))]);

/** A sealed ledger of so many records that say which slot a patient has. */
function sealedSource(size: number): PackageSource {
  const patients = Array.from({ length: size }, (_, slot) => `REI-${String(slot + 1).padStart(3, '0')}`);
  const taken = patients.map((patient, slot) => ({ type: 'SlotTaken', data: { patient, stratum: 'ALL', slot } }));
  const tree = new MerkleTree();
  const events = recordsOf(taken, { stream: SEALED_STREAM }).map((record, position): StoredEvent => {
    const sealed = sealRecord(record, KEYS, (length, purpose) => sha256(Buffer.from(purpose)).subarray(0, length));
    const { id, type, stream, revision } = sealed;
    const leaf = leafOf(sealed);
    tree.append(leaf);
    return { position, id, type, stream, revision, leaf };
  });
  const signer = sampleSigner('key', ORIGIN);
  return {
    trialId: TRIAL.id,
    store: {
      ledger: 'sealed',
      read: async function* () {
        yield await Promise.resolve(events);
      },
      readTexts: () => Promise.resolve(new Map()),
    },
    checkpoint: signNote(formatCheckpoint(ORIGIN, { size, root: tree.root() }), [signer]),
    earlier: [],
    keys: [signer.key],
    sealing: KEYS,
  };
}

async function faultOf(files: FilesInMemory): Promise<unknown> {
  try {
    await verifyPackageFiles(files, {});
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding;
    throw error;
  }
}

describe('a package of the sealed ledger', () => {
  it('is read and verified offline, without the sealing keys: each record comes with its own', async () => {
    using made = await samplePackage(sealedSource(300));
    const files = FilesInMemory.of(made.path);
    expect(await verifyPackageFiles(files, {})).toMatchObject({
      ledger: 'sealed',
      treeSize: 300,
      checks: 'everything',
    });
    expect(files.files.get(FILES.auditCsv)!.toString('utf8')).toContain('SlotTaken: patient: REI-017; slot: 16');
    expect(files.files.get(FILES.events)!.toString('utf8')).not.toContain('REI-017');
    expect(files.files.get(FILES.contentKeys)!.toString('utf8').split('\n').length).toBe(301);
  });

  it('is not verified with a key of another record, or without one', async () => {
    using made = await samplePackage(sealedSource(5));
    const files = FilesInMemory.of(made.path);
    const lines = files.files.get(FILES.contentKeys)!.toString('utf8').split('\n');
    const swapped = [lines[0], lines[2]!.replace('"index":2', '"index":1'), ...lines.slice(2)].join('\n');
    expect(await faultOf(files.with(FILES.contentKeys, swapped))).toMatchObject({
      fault: 'content-key-wrong',
      index: 1,
    });
    const less = [...lines.slice(0, 4), ''].join('\n');
    expect(await faultOf(files.with(FILES.contentKeys, less))).toMatchObject({ fault: 'content-key-wrong', index: 4 });
    expect(await faultOf(files.with(FILES.contentKeys, undefined))).toMatchObject({ fault: 'missing-file' });
  });
});
