import { SEALED_STREAM, sealRecord } from '@bali/blinding';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { sampleText, tamperingInFile, temporaryDirectory } from '@bali/event-store/testing';
import {
  type DataDirectory,
  dataDirectory,
  openLedger,
  openLedgerToRead,
  openSealing,
  SYSTEM,
} from '@bali/installation';
import { type FreeText, leafOf, type LedgerRecord, sha256Hex } from '@bali/ledger';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientHistory, recordsOf, SAMPLE_REDACTION } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBackUp, restoreBackUp, restoreTexts } from '../index.js';

const REASONS = ['read wrongly', 'entered twice', 'a name by mistake', 'as the letter says'].map(sampleText);
const [ALTERED, LOST, REDACTED, KEPT] = REASONS as [FreeText, FreeText, FreeText, FreeText];
const STREAM = patientStream('REI-001');
const FIELD = '/metadata/reason';

const backUp = (directory: DataDirectory, out: string) =>
  makeBackUp({
    directory,
    out,
    now: () => new Date('2011-03-02T09:30:00.000Z'),
    software: { version: '1', commit: '1' },
  });

/** An installation with a reason for each of some events of a patient, of which one was redacted. */
async function installation(
  path: string,
): Promise<{ readonly directory: DataDirectory; readonly ids: readonly string[] }> {
  const directory = dataDirectory(path);
  for (const ledger of ['sealed', 'access'] as const) await (await openLedger(directory, ledger)).close();
  const trial = await openLedger(directory, 'trial');
  const records = recordsOf(patientHistory({ until: 'completed' }), { stream: STREAM }).slice(0, REASONS.length);
  for (const [place, record] of records.entries()) {
    await append(trial, { ...record, metadata: { ...record.metadata, reason: REASONS[place]!.hash } }, [
      REASONS[place]!,
    ]);
  }
  const data = { ...SAMPLE_REDACTION.TextRedacted, hash: REDACTED.hash };
  const [redaction] = recordsOf([{ type: 'TextRedacted', data }], { stream: TRIAL_STREAM });
  await append(trial, redaction!);
  await trial.eraseText(REDACTED.hash);
  await trial.close();
  return { directory, ids: records.map(({ id }) => id) };
}

async function append(store: EventStore, record: LedgerRecord, texts: readonly FreeText[] = []): Promise<void> {
  const event = { id: record.id, type: record.type, leaf: leafOf(record) };
  await store.append({ stream: record.stream, expectedRevision: record.revision + NO_STREAM, events: [event], texts });
}

async function damage({ ledgers }: DataDirectory): Promise<void> {
  await tamperingInFile(ledgers.trial).alter(ALTERED, { text: 'read rightly' });
  await tamperingInFile(ledgers.trial).lose(LOST);
}

describe('[R3-433] [P11-10c] a back-up of a ledger whose free texts are damaged', () => {
  it('is made, says which are missing or altered, and is restored as it is, which is said again', async () => {
    using temporary = temporaryDirectory();
    const { directory, ids } = await installation(join(temporary.path, 'data'));
    const out = join(temporary.path, 'back-up');
    expect((await backUp(directory, join(temporary.path, 'before'))).texts.trial).toEqual({ state: 'whole' });
    await damage(directory);
    const { texts } = await backUp(directory, out);
    const faulty = [
      { event: ids[0], field: FIELD, fault: 'altered' },
      { event: ids[1], field: FIELD, fault: 'missing' },
    ];
    expect(texts).toEqual({
      trial: { state: 'damaged', faulty },
      sealed: { state: 'whole' },
      access: { state: 'whole' },
    });
    const restored = dataDirectory(join(temporary.path, 'restored'));
    cpSync(directory.keys, restored.keys, { recursive: true });
    expect((await restoreBackUp({ from: out, directory: restored })).texts).toEqual(texts);
    const store = await openLedgerToRead(restored, 'trial');
    const hashes = REASONS.map(({ hash }) => hash);
    const found = await store.readTexts(hashes);
    await store.close();
    expect([[...found.authentic.keys()], [...found.altered]]).toEqual([[KEPT.hash], [ALTERED.hash]]);
  });

  it('is mended from an older one, of which nothing else is taken, and no redacted text', async () => {
    using temporary = temporaryDirectory();
    const { directory } = await installation(join(temporary.path, 'data'));
    const [before, older] = [join(temporary.path, 'before'), join(temporary.path, 'older')];
    await backUp(directory, before);
    await damage(directory);
    await backUp(directory, older);
    const isMended = { wasDamaged: true, isDamaged: false };
    expect((await restoreTexts(older, directory)).trial).toEqual({ wasDamaged: true, isDamaged: true });
    const trial = await openLedger(directory, 'trial');
    expect((await restoreTexts(before, directory)).trial).toEqual(isMended);
    const { authentic, altered } = await trial.readTexts(REASONS.map(({ hash }) => hash));
    expect([new Set(authentic.keys()), altered.size]).toEqual([
      new Set([ALTERED, LOST, KEPT].map(({ hash }) => hash)),
      0,
    ]);
    await trial.close();
    expect((await restoreTexts(before, directory)).trial).toEqual({ wasDamaged: false, isDamaged: false });
    expect(readdirSync(directory.path).filter((name) => name.startsWith('restoring'))).toEqual([]);
    expect(readdirSync(before).toSorted()).toEqual([
      'SHA256SUMS',
      'access.db',
      'back-up.json',
      'sealed.db',
      'trial.db',
    ]);
  });

  it('is refused where it is the back-up itself that lost a text, though its checksums were made to fit', async () => {
    using temporary = temporaryDirectory();
    const { directory } = await installation(join(temporary.path, 'data'));
    const out = join(temporary.path, 'back-up');
    await backUp(directory, out);
    await tamperingInFile(join(out, 'trial.db')).alter(KEPT, { text: 'as nobody says' });
    // As a person does who can write to the back-up.
    const sha256Of = (name: string) => sha256Hex(readFileSync(join(out, name)));
    const manifest = JSON.parse(readFileSync(join(out, 'back-up.json'), 'utf8')) as { files: Record<string, object> };
    manifest.files['trial.db'] = { ...manifest.files['trial.db'], sha256: sha256Of('trial.db') };
    writeFileSync(join(out, 'back-up.json'), JSON.stringify(manifest));
    const names = ['trial.db', 'sealed.db', 'access.db', 'back-up.json'];
    writeFileSync(join(out, 'SHA256SUMS'), names.map((name) => `${sha256Of(name)}  ${name}\n`).join(''));
    const restoring = restoreBackUp({ from: out, directory: dataDirectory(join(temporary.path, 'restored')) });
    await expect(restoring).rejects.toThrow(
      /^trial.db has free texts that are missing or altered, and were not when it was backed up/,
    );
  });

  it('says of the sealed ledger that it is damaged, and neither where nor how much; without its keys, that it does not know', async () => {
    using temporary = temporaryDirectory();
    const { directory } = await installation(join(temporary.path, 'data'));
    const store = await openLedger(directory, 'sealed');
    const keys = await openSealing(directory, store, SYSTEM.randomBytes);
    const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' };
    const data = { patient: 'REI-001', stratum: 'ALL', slot: 0, request };
    const [unsealed] = recordsOf([{ type: 'SlotTaken', data }], { stream: SEALED_STREAM });
    const record = { ...unsealed!, metadata: { ...unsealed!.metadata, reason: LOST.hash } };
    await append(store, sealRecord(record, keys, SYSTEM.randomBytes));
    await store.close();
    expect((await backUp(directory, join(temporary.path, 'with'))).texts.sealed).toEqual({ state: 'damaged' });
    rmSync(directory.keys, { recursive: true });
    expect((await backUp(directory, join(temporary.path, 'without'))).texts.sealed).toEqual({ state: 'unknown' });
  });
});
