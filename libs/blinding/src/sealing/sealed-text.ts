import { type FreeText, saltedText } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { TooLargeToSeal } from './errors.js';
import { CHANCE_BYTES, sealedJwe } from './jwe.js';
import { kidOf } from './open-jwe.js';
import { END_OF_TEXT, openTextWithContentKey } from './open-text.js';
import type { Chance } from './sealed-record.js';
import { type SealingKeys, textKey } from './sealing-keys.js';

/** The longest free text that can be sealed, in UTF-16 code units. */
export const MAX_SEALED_TEXT_LENGTH = 3_000;

/** What every sealed text holds, in bytes: the longest one and a mark of its end. */
const SEALED_TEXT_BYTES = 3 * MAX_SEALED_TEXT_LENGTH + 1;
/**
 * A free text as it is kept beside the sealed ledger: what lies there is a JWE of one size, and the event holds the hash
 * of that, so that it can be erased like every free text.
 * @param salt 32 random bytes, used for this text only.
 * @throws TooLargeToSeal
 */
export function sealText(text: string, salt: Uint8Array, keys: SealingKeys, chance: Chance): FreeText {
  if (text.length > MAX_SEALED_TEXT_LENGTH) throw new TooLargeToSeal('a sealed text', SEALED_TEXT_BYTES - 1);
  const name = Buffer.from(salt).toString('hex');
  const plaintext = new Uint8Array(SEALED_TEXT_BYTES);
  const { written } = new TextEncoder().encodeInto(text, plaintext);
  plaintext[written] = END_OF_TEXT;
  const { current } = keys;
  const contentKey = textKey(current.key, name);
  const sealed = sealedJwe({
    sealingKey: current,
    contentKey,
    plaintext,
    chance: chance(CHANCE_BYTES, 'sealing of a text'),
  });
  return saltedText(sealed, salt);
}

/** The text that was sealed. @throws SealedDataUnreadable */
export async function openSealedText(text: FreeText, keys: SealingKeys): Promise<string> {
  return openTextWithContentKey(text, contentKeyOfText(text, keys));
}

/** The key of this one text: whoever has it opens this text, and no other. @throws SealedDataUnreadable */
export function contentKeyOfText({ hash, salt, text }: FreeText, keys: SealingKeys): Uint8Array {
  const what = `the free text ${hash}`;
  return textKey(keys.key(kidOf(text, what), what).key, salt);
}
