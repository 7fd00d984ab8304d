import { describe, expect, it } from '@jest/globals';
import { SealingKeys, SEALED_STREAM, sealRecord, sealText } from '@bali/blinding';
import { cellEvent } from '@bali/cell-therapy/testing';
import type { StoredEvent } from '@bali/event-store';
import { canonicalJson, formatCheckpoint, type FreeText, leafOf, MerkleTree, sha256, signNote } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { recordsOf } from '@bali/trial/testing';
import { FilesInMemory, samplePackage, sampleSigner } from '@bali/inspection/testing';
import { FILES, NotVerified, type PackageSource, verifyPackageFiles, WHOLE_LEDGER } from './index.js';

const ORIGIN = `bali.localhost/${TRIAL.id}/sealed`;
const KEYS = new SealingKeys([sha256(Buffer.from('sealing key'))]);
const SECRET = 'a bag leaked when it was thawed';

interface Happened {
  readonly type: string;
  readonly data: object;
}

/** A sealed ledger with a number of records that say which slot a patient has; then others. */
function sealedSource(size: number, more: readonly Happened[] = [], texts: readonly FreeText[] = []): PackageSource {
  const patients = Array.from({ length: size }, (_, slot) => `REI-${String(slot + 1).padStart(3, '0')}`);
  const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' };
  const taken = patients.map((patient, slot) => ({
    type: 'SlotTaken',
    data: { patient, stratum: 'ALL', slot, request },
  }));
  const tree = new MerkleTree();
  const events = recordsOf([...taken, ...more], { stream: SEALED_STREAM }).map((record, position): StoredEvent => {
    const sealed = sealRecord(record, KEYS, chance);
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
      readTexts: (hashes) => {
        const found = texts.filter(({ hash }) => hashes.includes(hash));
        return Promise.resolve({ authentic: new Map(found.map((text) => [text.hash, text])), altered: new Set() });
      },
    },
    checkpoint: signNote(formatCheckpoint(ORIGIN, { size: events.length, root: tree.root() }), [signer]),
    earlier: [],
    keys: [signer.key],
    sealing: KEYS,
  };
}

function chance(length: number, purpose: string): Uint8Array {
  return sha256(Buffer.from(purpose)).subarray(0, length);
}

/** What deviated, with its text as the unit writes it, and as it is kept. */
function deviation(words: string): { readonly event: Happened; readonly text: FreeText } {
  const text = sealText(words, sha256(Buffer.from(words)), KEYS, chance);
  const { data, type } = cellEvent('DeviationRecorded', { description: text.hash });
  return { event: { type, data }, text };
}

async function faultOf(files: FilesInMemory): Promise<unknown> {
  try {
    await verifyPackageFiles(WHOLE_LEDGER, files);
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
    expect(await verifyPackageFiles(WHOLE_LEDGER, files)).toMatchObject({
      ledger: 'sealed',
      treeSize: 300,
      checks: 'everything',
    });
    expect(files.files.get(FILES.auditCsv)!.toString('utf8')).toMatch(
      /;REI-017;REI;SlotTaken;.* slot 16 of stratum ALL .* was taken for patient REI-017\.;/,
    );
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

  it('[P11-10b] brings the schemas of what happened, and holds each event in it to them, whoever sealed it', async () => {
    using made = await samplePackage(sealedSource(5));
    const paths = made.manifest.files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['schemas/SealedEventRecorded.v1.json', 'schemas/SlotTaken.v1.json']));
    const wrong = [
      [{ type: 'SlotTaken', data: { patient: 'REI-009', stratum: 'ALL', slot: -1 } }, 'event-violates-schema'],
      [{ type: 'SlotVoided', data: { unheardOf: 1 } }, 'event-violates-schema'],
    ] as const;
    for (const [event, fault] of wrong) {
      using other = await samplePackage(sealedSource(5, [event]));
      expect(await faultOf(FilesInMemory.of(other.path))).toMatchObject({ fault, index: 5, file: FILES.events });
    }
  });

  it('brings the free texts, each with its own key, and shows what they say', async () => {
    const { event, text } = deviation(SECRET);
    using made = await samplePackage(sealedSource(5, [event], [text]));
    expect(made.manifest.freeTexts).toEqual({ kept: 'included', references: 1, included: 1 });
    const files = FilesInMemory.of(made.path);
    expect(await faultOf(files)).toBeUndefined();
    const textOf = (path: string) => files.files.get(path)!.toString('utf8');
    expect(textOf(FILES.auditCsv)).toContain(`“${SECRET}”`);
    expect(textOf(FILES.texts)).not.toContain(SECRET);
    using withheld = await samplePackage(sealedSource(5, [event], [text]), { texts: 'withheld' });
    expect(FilesInMemory.of(withheld.path).files.get(FILES.auditCsv)!.toString('utf8')).not.toContain(SECRET);
    expect(await faultOf(FilesInMemory.of(withheld.path))).toBeUndefined();
  });

  it('[P11-10e] tells a correction of the unit, and brings the text before and the text after it', async () => {
    const [before, after] = [deviation('the box was cold'), deviation(SECRET)];
    const data = {
      patient: 'REI-001',
      correctedEvent: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
      correctedType: 'DeviationRecorded',
      field: '/description',
      oldValue: before.text.hash,
      newValue: after.text.hash,
      computed: false,
    };
    const correction = { type: 'CellDataCorrected', data };
    using made = await samplePackage(sealedSource(5, [before.event, correction], [before.text, after.text]));
    expect(made.manifest.freeTexts).toEqual({ kept: 'included', references: 3, included: 3 });
    const files = FilesInMemory.of(made.path);
    expect(await faultOf(files)).toBeUndefined();
    expect(files.files.get(FILES.auditCsv)!.toString('utf8')).toMatch(
      new RegExp(`corrected in the record of patient REI-001 “what deviated.* from “the box was cold” to “${SECRET}”`),
    );
  });

  it('is not verified with a text that is another one, is missing, or does not open', async () => {
    const [one, other] = [deviation(SECRET), deviation('the label was read twice')];
    using made = await samplePackage(sealedSource(5, [one.event, other.event], [one.text, other.text]));
    const files = FilesInMemory.of(made.path);
    const [first, second] = files.files
      .get(FILES.texts)!
      .toString('utf8')
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as Record<string, string>);
    const written = (...lines: readonly object[]) =>
      files.with(FILES.texts, lines.map((line) => `${canonicalJson(line as never)}\n`).join(''));
    const anotherKey = await faultOf(written({ ...first, key: second!['key'] }, second!));
    expect(anotherKey).toMatchObject({ fault: 'content-key-wrong', file: FILES.texts, line: 1, index: 5 });
    const { key: _, ...withoutKey } = first!;
    expect(await faultOf(written(withoutKey, second!))).toMatchObject({ fault: 'text-differs', line: 1 });
    const anotherText = await faultOf(written({ ...first, text: second!['text'] }, second!));
    expect(anotherText).toMatchObject({ fault: 'text-differs', line: 1, index: 5 });
    expect(await faultOf(written(second!))).toMatchObject({ fault: 'text-missing', index: 5 });
  });

  it('[R3-422b] may lack a text that an event in it redacts, and the copy of a text that is told in the trial ledger', async () => {
    const { event, text } = deviation(SECRET);
    const redactedEvent = '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a';
    const data = { redactedEvent, field: '/data/description', hash: text.hash, why: 'names-a-person' };
    using made = await samplePackage(sealedSource(5, [event, { type: 'SealedTextRedacted', data }]));
    expect(made.manifest.freeTexts).toEqual({ kept: 'included', references: 1, included: 0 });
    const files = FilesInMemory.of(made.path);
    expect(await faultOf(files)).toBeUndefined();
    expect(files.files.get(FILES.auditCsv)!.toString('utf8')).toContain('[redacted]');
    const reason = { hash: text.hash, kept: text.hash };
    const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', reason };
    const taken = { type: 'SlotTaken', data: { patient: 'REI-099', stratum: 'ALL', slot: 9, request } };
    using told = await samplePackage(sealedSource(5, [taken]));
    expect(told.manifest.freeTexts).toMatchObject({ references: 1, included: 0 });
    expect(await faultOf(FilesInMemory.of(told.path))).toBeUndefined();
  });
});
