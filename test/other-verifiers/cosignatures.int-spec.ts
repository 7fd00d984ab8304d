import {
  knownLog,
  LITEWITNESS_OF_DEBIAN,
  startLitewitness,
  startWitness,
  SuiteLog,
  type WitnessToTry,
} from '@bali-app/witness/testing';
import { onlyWith, program, temporaryDirectory } from '@bali/event-store/testing';
import { cosignaturesOf, formatWitnessKey, parseNote, toBase64, utf8, withSignatures } from '@bali/ledger';
import { formatAddCheckpoint } from '@bali/witness';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian's packages golang-go and golang-golang-x-mod-dev. */
const GO_PACKAGES = '/usr/share/gocode';
const GO = program(
  'there is no Go with its checksum database (Debian: golang-go, golang-golang-x-mod-dev), so it verifies no cosignature',
  'go',
  'version',
);
const GO_NOTES = {
  what: GO.what,
  isHere: GO.isHere && existsSync(join(GO_PACKAGES, 'src/golang.org/x/mod/sumdb/note')),
};
const OPENSSL = program('there is no OpenSSL (Debian: openssl), so it verifies no cosignature', 'openssl', 'version');
const PROGRAM = fileURLToPath(new URL('cosignatures.go', import.meta.url));
const SIZE = 40;
const LOG = new SuiteLog('verified-by-others');
const AT = new Date('2026-03-02T10:00:00Z');

/** The checkpoint with the cosignatures of witnesses under it, as it is kept, and as packages have it. */
async function cosignedBy(...witnesses: readonly WitnessToTry[]): Promise<string> {
  let note = LOG.checkpoint(SIZE);
  for (const { url } of witnesses) {
    const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: LOG.checkpoint(SIZE) });
    const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
    note = withSignatures(note, await answer.text());
  }
  return note;
}

function ours(folder: string) {
  const logs = [knownLog(LOG.origin, LOG.signer.key)];
  return startWitness({ folder, name: 'witness.example/ours', logs, now: () => AT });
}

describe('[EMA-66] cosignatures of witnesses', () => {
  /** What Go says of a note. */
  function verifiedByGo(folder: string, note: string, ...keys: readonly WitnessToTry['key'][]) {
    const path = join(folder, 'note');
    writeFileSync(path, note);
    const args = ['run', PROGRAM, path, LOG.verifierKey, ...keys.map(formatWitnessKey)];
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: GO_PACKAGES, GOCACHE: join(folder, 'go-cache') };
    const { status, stdout, stderr } = spawnSync('go', args, { env, encoding: 'utf8' });
    return { status, said: `${stderr}${stdout}` };
  }

  onlyWith(it, GO_NOTES)('are verified by Go, and one of another time is not', async () => {
    using directory = temporaryDirectory();
    const witness = await ours(directory.path);
    try {
      const note = await cosignedBy(witness);
      const log = `log ${LOG.origin}\n`;
      const verified = { status: 0, said: `${log}witness witness.example/ours 2026-03-02T10:00:00Z\n` };
      expect(verifiedByGo(directory.path, note, witness.key)).toEqual(verified);
      const [, cosignature] = parseNote(note).signatures;
      const later = Uint8Array.from(cosignature!.signature);
      later[7]! += 1;
      const bytes = (signature: Uint8Array) =>
        toBase64(Buffer.concat([Buffer.from(cosignature!.id, 'hex'), signature]));
      const moved = note.replace(bytes(cosignature!.signature), bytes(later));
      expect(moved).not.toBe(note);
      expect(verifiedByGo(directory.path, moved, witness.key)).toMatchObject({
        status: 1,
        said: expect.stringContaining('invalid signature'),
      });
    } finally {
      await witness.close();
    }
  });

  onlyWith(
    it,
    GO_NOTES,
    LITEWITNESS_OF_DEBIAN,
  )('are verified by Go side by side with those of a witness that others wrote', async () => {
    using directory = temporaryDirectory();
    const folders = ['ours', 'lite'].map((name) => join(directory.path, name)) as [string, string];
    for (const folder of folders) mkdirSync(folder);
    const witness = await ours(folders[0]);
    const lite = await startLitewitness(folders[1], 'witness.example/lite', [LOG]);
    try {
      const note = await cosignedBy(witness, lite);
      const { status, said } = verifiedByGo(directory.path, note, witness.key, lite.key);
      expect([status, said.match(/^witness \S+/gmu)]).toEqual([
        0,
        ['witness witness.example/ours', 'witness witness.example/lite'],
      ]);
    } finally {
      await lite.close();
      await witness.close();
    }
  });

  onlyWith(it, OPENSSL)('are verified by OpenSSL, over two lines and the text of the checkpoint', async () => {
    using directory = temporaryDirectory();
    const witness = await ours(directory.path);
    try {
      const note = await cosignedBy(witness);
      const [{ time } = { time: 0 }] = cosignaturesOf(note, [witness.key]);
      const signature = parseNote(note)
        .signatures.find(({ name }) => name === witness.key.name)!
        .signature.subarray(8);
      const put = (name: string, bytes: Uint8Array) => {
        writeFileSync(join(directory.path, name), bytes);
        return join(directory.path, name);
      };
      const key = put(
        'key.der',
        Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), witness.key.publicKey]),
      );
      const verify = (at: number) => {
        const text = put('text', utf8(`cosignature/v1\ntime ${at}\n${parseNote(note).text}`));
        const about = ['-rawin', '-in', text, '-sigfile', put('signature', signature)];
        return spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', key, '-keyform', 'DER', ...about]);
      };
      expect([time, verify(time).status]).toEqual([AT.getTime() / 1000, 0]);
      expect(verify(time + 1).status).toBe(1);
    } finally {
      await witness.close();
    }
  });
});
