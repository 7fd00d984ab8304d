import { onlyWith, patience, program } from '@bali/event-store/testing';
import { bundlesOf, entriesPath, formatVerifierKey, parseNote, tilePath, tilesOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { append, LogFixture, ORIGIN } from '@bali/log/testing';

/** Debian's packages golang-go and golang-golang-x-mod-dev. */
const GO_PACKAGES = '/usr/share/gocode';
const SUMDB = join(GO_PACKAGES, 'src/golang.org/x/mod/sumdb/tlog');
const GO = program(
  'there is no Go with its checksum database (Debian: golang-go, golang-golang-x-mod-dev), so it verifies nothing',
  'go',
  'version',
);
const GO_SUMDB = { what: GO.what, isHere: GO.isHere && existsSync(SUMDB) };
const OPENSSL = program('there is no OpenSSL (Debian: openssl), so it verifies no signature', 'openssl', 'version');
const PROGRAM = fileURLToPath(new URL('verify.go', import.meta.url));
const SIZE = 600;
const RECEIPT = 300;

let fixture: LogFixture;
let published: string;
let key: string;
let publicKey: Uint8Array;

const publish = (path: string, bytes: Uint8Array | string) => {
  mkdirSync(dirname(join(published, path)), { recursive: true });
  writeFileSync(join(published, path), bytes);
};

beforeAll(async () => {
  fixture = new LogFixture();
  published = fixture.inside('published');
  const store = fixture.openStore();
  const log = fixture.openLog(store);
  await append(store, 250);
  publish('older-checkpoint', (await log.signing.sign()).note);
  await append(store, SIZE - 250);
  publish('checkpoint', (await log.signing.sign()).note);
  const size = log.follower.size;
  for (const { level, index, width } of tilesOf(size))
    publish(tilePath(level, index, width), log.reader.tile({ level, index, width }));
  for (const { index, width } of bundlesOf(size))
    publish(entriesPath(index, width), await log.reader.entries(index, width));
  publish('receipt.tlog-proof', (await log.receipt(RECEIPT, patience()))!);
  for await (const [event] of store.read(RECEIPT)) {
    publish('receipt.leaf', event!.leaf);
    break;
  }
  key = formatVerifierKey(log.signing.verifiers[0]!);
  publicKey = log.signing.verifiers[0]!.publicKey;
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe("Go's checksum database", () => {
  const run = () => {
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: GO_PACKAGES, GOCACHE: fixture.inside('go-cache') };
    return spawnSync('go', ['run', PROGRAM, published, key], { env, encoding: 'utf8' });
  };

  onlyWith(it, GO_SUMDB)(
    '[P11-10a] verifies every entry, the extension of an older checkpoint and a receipt, and nothing that was changed',
    () => {
      const { stdout, stderr } = run();
      const expected = [`log ${ORIGIN} ${SIZE}`, 'extends 250', `receipt ${RECEIPT} ${SIZE}`, ''];
      expect(`${stderr}${stdout}`).toBe(expected.join('\n'));
      for (const path of ['checkpoint', 'tile/0/001', entriesPath(2, 88), 'receipt.leaf']) {
        const bytes = readFileSync(join(published, path));
        const changed = Uint8Array.from(bytes);
        changed[10]! ^= 1;
        publish(path, changed);
        const { status, stderr: complaint } = run();
        expect([path, status, complaint]).toEqual([path, 1, expect.stringMatching(/./)]);
        publish(path, bytes);
      }
    },
  );
});

describe('OpenSSL', () => {
  onlyWith(it, OPENSSL)('[P11-10a] verifies the signature of a checkpoint', () => {
    const note = parseNote(readFileSync(join(published, 'checkpoint'), 'utf8'));
    publish('text', note.text);
    publish('signature', note.signatures[0]!.signature);
    publish('key.der', Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]));
    const verify = () => {
      const file = (name: string) => join(published, name);
      const key = ['-pubin', '-inkey', file('key.der'), '-keyform', 'DER'];
      const args = ['pkeyutl', '-verify', ...key, '-rawin', '-in', file('text'), '-sigfile', file('signature')];
      return spawnSync('openssl', args, { encoding: 'utf8' });
    };
    expect(verify()).toMatchObject({ status: 0, stdout: 'Signature Verified Successfully\n' });
    publish('text', note.text.replace(String(SIZE), String(SIZE - 1)));
    expect(verify().status).toBe(1);
  });
});
