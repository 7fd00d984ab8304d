import type { FreeText } from '@bali/ledger';
import { SealedDataUnreadable } from './errors.js';
import { openJwe } from './open-jwe.js';

/** Where a text ends: the last of these bytes, since the padding after it is zeros. */
export const END_OF_TEXT = 0x80;

/** The text that was sealed, with the key of this one text. @throws SealedDataUnreadable */
export async function openTextWithContentKey(
  { hash, text }: Pick<FreeText, 'hash' | 'text'>,
  contentKey: Uint8Array,
): Promise<string> {
  const what = `the free text ${hash}`;
  const plaintext = await openJwe(text, contentKey, what);
  const end = plaintext.lastIndexOf(END_OF_TEXT);
  if (end < 0) throw new SealedDataUnreadable(what, 'sealed-data-malformed');
  return new TextDecoder().decode(plaintext.subarray(0, end));
}
