import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { sha256, sha256Hex } from '../hash.js';
import { Malformed } from '../malformed.js';
import { MAX_NOTE_SIGNATURES, NoteNotVerified, noteSigner, openNote, parseNote, signNote } from './signed-note.js';
import { fingerprintOf, formatVerifierKey, parseVerifierKey, verifierKey, verifierKeyOf } from './verifier-key.js';

/** An Ed25519 private key from a seed (PKCS #8, RFC 8410): for tests only. */
function keyFrom(seed: string): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(Buffer.from(seed))]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE =
  'This is an example message.\n\n' +
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const ONE = noteSigner('bali.example/trial', keyFrom('one'));
const OTHER = noteSigner('bali.example/trial', keyFrom('other'));

describe('a signed note', () => {
  it('of the specification verifies with the verifier key of the specification', () => {
    const key = parseVerifierKey(EXAMPLE_KEY);
    expect(formatVerifierKey(key)).toBe(EXAMPLE_KEY);
    expect(openNote(EXAMPLE, [key])).toMatchObject({ text: 'This is an example message.\n', signedBy: [key] });
  });

  it('verifies by every key that signed it, and by no other', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
        const isInNotes = (character: string) => character >= ' ' || character === '\n';
        const text =
          Array.from([...lines, ''].join('\n'))
            .filter(isInNotes)
            .join('') + 'end\n';
        const note = signNote(text, [ONE, OTHER]);
        expect(openNote(note, [ONE.key]).signedBy).toEqual([ONE.key]);
        expect(openNote(note, [OTHER.key, ONE.key])).toMatchObject({ text, signedBy: [ONE.key, OTHER.key] });
        expect(parseNote(note).signatures.map(({ id }) => id)).toEqual([ONE.key.id, OTHER.key.id]);
        const stranger = noteSigner('bali.example/access', keyFrom('one')).key;
        expect(() => openNote(note, [stranger])).toThrow(expect.objectContaining({ why: 'unknown-keys' }));
      }),
    );
  });

  it('is the same whenever the same key signs the same text', () => {
    expect(signNote('a\n', [ONE])).toBe(signNote('a\n', [ONE]));
  });

  it('is refused when any byte of it is changed', () => {
    const note = Buffer.from(signNote('bali.example/trial\n7\nAAAA\n', [ONE]), 'utf8');
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const openChanged = (changed: Uint8Array) => openNote(decoder.decode(changed), [ONE.key]);
    expect(openChanged(note).signedBy).toEqual([ONE.key]);
    for (let place = 0; place < note.byteLength; place += 1) {
      for (const bit of [1, 4, 128]) {
        const changed = Uint8Array.from(note);
        changed[place]! ^= bit;
        expect(() => openChanged(changed)).toThrow();
      }
    }
  });

  it('is refused as a whole when the signature of one known key is wrong', () => {
    const note = signNote('a\n', [ONE, OTHER]);
    const forged = signNote('b\n', [ONE]).split('\n\n')[1]!;
    const mixed = note.replace(/\n\n.*\n/, `\n\n${forged}`);
    expect(openNote(mixed, [OTHER.key]).signedBy).toEqual([OTHER.key]);
    expect(() => openNote(mixed, [ONE.key, OTHER.key])).toThrow(expect.objectContaining({ why: 'bad-signature' }));
  });

  const signature = EXAMPLE.split('\n\n')[1]!;
  it.each([
    ['has no signature', 'a\n\n', 'signature line'],
    ['has no empty line', `a\n${signature}`, 'no empty line'],
    ['does not end with a newline', EXAMPLE.slice(0, -1), 'newline'],
    ['has a tab', `a\tb\n\n${signature}`, 'control characters'],
    ['has a carriage return', EXAMPLE.replaceAll('\n', '\r\n'), 'control characters'],
    ['has a lone surrogate', `a\ud800\n\n${signature}`, 'UTF-8'],
    ['has a hyphen for a dash', EXAMPLE.replace('—', '-'), 'signature line'],
    ['has two spaces before the name', EXAMPLE.replace('— ', '—  '), 'signature line'],
    ['has a plus in the name', EXAMPLE.replace('com/foo', 'com+foo'), 'signature line'],
    ['has a wide space in the name', EXAMPLE.replace('com/foo', 'com\u2003foo'), 'signature line'],
    ['has something after the signature', EXAMPLE.replace('=\n', '= x\n'), 'signature line'],
    ['has no padding', EXAMPLE.replace('=\n', '\n'), 'base64'],
    ['has other bits in the padding', EXAMPLE.replace('aQM=', 'aQN='), 'base64'],
    ['has a signature of four bytes', 'a\n\n— example.com/foo Uw2QOg==\n', 'too short'],
    ['has too many signatures', `a\n\n${signature.repeat(MAX_NOTE_SIGNATURES + 1)}`, 'more than'],
    ['is too large', `${'a'.repeat(1_000_000)}\n\n${signature}`, 'larger'],
  ])('is none when it %s', (_, note, rule) => {
    expect(() => parseNote(note)).toThrow(Malformed);
    expect(() => parseNote(note)).toThrow(rule);
  });

  it('of which a known key signed with a signature of another length is refused', () => {
    const short = `a\n\n— ${ONE.key.name} ${Buffer.from(`${ONE.key.id}00`, 'hex').toString('base64')}\n`;
    expect(() => openNote(short, [ONE.key])).toThrow(NoteNotVerified);
  });

  it.each(['', 'a', 'a\tb\n', 'a\ud800\n'])('is not made of the text %j', (text) => {
    expect(() => signNote(text, [ONE])).toThrow(RangeError);
  });

  it('is not made without a signer', () => {
    expect(() => signNote('a\n', [])).toThrow(RangeError);
  });
});

describe('a verifier key', () => {
  it('is read back from its line', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.webUrl(), (bytes, url) => {
        const name = url.replaceAll('+', '-');
        const key = verifierKey(name, bytes);
        expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
      }),
    );
  });

  it.each([
    ['has another id', EXAMPLE_KEY.replace('530d903a', '530d903b'), 'its id is 530d903b'],
    ['has an id in upper case', EXAMPLE_KEY.replace('530d903a', '530D903A'), 'parts'],
    ['has another name', EXAMPLE_KEY.replace('foo', 'bar'), 'its id is'],
    ['has no name', EXAMPLE_KEY.replace('example.com/foo', ''), 'name'],
    ['has a space in its name', EXAMPLE_KEY.replace('.com', ' com'), 'name'],
    ['is of another type', 'example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'type'],
    ['is too short', 'example.com/foo+530d903a+Aeky', '32 bytes'],
    ['is not base64', `${EXAMPLE_KEY}=`, 'base64'],
    ['has a newline', `${EXAMPLE_KEY}\n`, 'base64'],
    ['is empty', '', 'parts'],
  ])('is none when it %s', (_, line, rule) => {
    expect(() => parseVerifierKey(line)).toThrow(rule);
  });

  it('is that of a private key as of its public one, and has a fingerprint that anyone can make', () => {
    expect(verifierKeyOf('bali.example/trial', keyFrom('one'))).toEqual(ONE.key);
    const digest = sha256Hex(formatVerifierKey(ONE.key));
    expect(fingerprintOf(ONE.key).replaceAll(' ', '')).toBe(digest);
    expect(fingerprintOf(ONE.key)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\nb'])('has not the name %j', (name) => {
    expect(() => verifierKey(name, new Uint8Array(32))).toThrow(RangeError);
  });
});
