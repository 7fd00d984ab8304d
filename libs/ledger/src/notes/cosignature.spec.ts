import { describe, expect, it } from '@jest/globals';
import { createPrivateKey, sign } from 'node:crypto';
import { strictBase64url } from '../base64.js';
import { Malformed } from '../malformed.js';
import { cosign, cosignaturesOf, withSignatures } from './cosignature.js';
import { formatCheckpoint } from './checkpoint.js';
import { NoteNotVerified, noteSigner, openNote, signNote } from './signed-note.js';
import { formatWitnessKey, parseVerifierKey, parseWitnessKey, verifierKey, witnessKey } from './verifier-key.js';

const PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKeyOf = (byte: number) =>
  createPrivateKey({ key: Buffer.concat([PREFIX, Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' });

function witness(name: string, byte: number) {
  const privateKey = privateKeyOf(byte);
  const publicKey = strictBase64url(privateKey.export({ format: 'jwk' }).x!)!;
  return { key: witnessKey(name, publicKey), sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
}

const ORIGIN = 'bali.example/T/trial';
const TEXT = formatCheckpoint(ORIGIN, { size: 3, root: new Uint8Array(32) });
const LOG = noteSigner(ORIGIN, privateKeyOf(1));
const [REIMS, NANTES] = [witness('reims.example/w', 2), witness('nantes.example/w', 3)];
const NOTE = signNote(TEXT, [LOG]);

describe('a cosignature (C2SP tlog-cosignature)', () => {
  it('is a signature of the witness over the time and the checkpoint, beside that of the log', () => {
    const note = withSignatures(NOTE, cosign(TEXT, 1_700_000_000, REIMS) + cosign(TEXT, 1_700_000_060, NANTES));
    expect(openNote(note, [LOG.key]).signedBy).toEqual([LOG.key]);
    expect(cosignaturesOf(note, [NANTES.key, REIMS.key])).toEqual([
      { key: REIMS.key, time: 1_700_000_000 },
      { key: NANTES.key, time: 1_700_000_060 },
    ]);
    expect(cosignaturesOf(note, [NANTES.key])).toEqual([{ key: NANTES.key, time: 1_700_000_060 }]);
    expect(cosignaturesOf(NOTE, [NANTES.key])).toEqual([]);
  });

  it('of a witness takes the place of its former one', () => {
    const first = withSignatures(NOTE, cosign(TEXT, 5, REIMS));
    const again = withSignatures(first, cosign(TEXT, 9, REIMS));
    expect(cosignaturesOf(again, [REIMS.key])).toEqual([{ key: REIMS.key, time: 9 }]);
    expect(withSignatures(again, '')).toBe(again);
    expect(() => withSignatures(NOTE, 'hello\n')).toThrow(Malformed);
  });

  it('is wrong for another checkpoint, another time, and by another key', () => {
    const other = formatCheckpoint(ORIGIN, { size: 4, root: new Uint8Array(32) });
    const line = cosign(TEXT, 5, REIMS);
    expect(() => cosignaturesOf(withSignatures(signNote(other, [LOG]), line), [REIMS.key])).toThrow(NoteNotVerified);
    const later = cosign(TEXT, 6, { key: REIMS.key, sign: () => new Uint8Array(64) });
    expect(() => cosignaturesOf(withSignatures(NOTE, later), [REIMS.key])).toThrow('is wrong');
    const timeless = withSignatures(
      NOTE,
      `— reims.example/w ${Buffer.concat([Buffer.from(REIMS.key.id, 'hex'), Buffer.alloc(72)]).toString('base64')}\n`,
    );
    expect(() => cosignaturesOf(timeless, [REIMS.key])).toThrow('has no time');
  });

  it('has a key of a type of its own, which is not that of a log', () => {
    const line = formatWitnessKey(REIMS.key);
    expect(parseWitnessKey(line)).toEqual(REIMS.key);
    expect(() => parseVerifierKey(line)).toThrow('its type is not Ed25519 (1)');
    expect(REIMS.key.id).not.toBe(verifierKey(REIMS.key.name, REIMS.key.publicKey).id);
    expect(() => cosign(TEXT, 0, REIMS)).toThrow(RangeError);
  });
});
