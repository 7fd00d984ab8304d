import { concatBytes, fromHex, toHex, utf8 } from './bytes.js';
import { sha256Hex } from './hash.js';

/** The longest free text, in UTF-16 code units: a narrative of several pages. */
export const MAX_TEXT_LENGTH = 16_000;

/**
 * A free text as it lies beside the ledger. The event holds only {@link FreeText.hash}, so salt and text can be erased
 * without breaking the chain, and what is left tells nothing of the text.
 */
export interface FreeText {
  /** SHA-256 of the salt's 32 bytes followed by the text in UTF-8; lower-case hex. */
  readonly hash: string;
  /** 32 random bytes, lower-case hex. */
  readonly salt: string;
  readonly text: string;
}

/** @param salt 32 random bytes, used for this text only. */
export function saltedText(text: string, salt: Uint8Array): FreeText {
  if (salt.byteLength !== 32) throw new RangeError('a free text needs a salt of 32 bytes');
  return {
    hash: sha256Hex(concatBytes([salt, utf8(text)])),
    salt: toHex(salt),
    text,
  };
}

/**
 * Whether a text that was read somewhere is the very text that was written: only then is it believed. It is bounded and
 * well-formed, as every text that is written, and salt and text give the hash.
 */
export function isAuthenticText({ hash, salt, text }: FreeText): boolean {
  if (text.length > MAX_TEXT_LENGTH || !text.isWellFormed() || !SALT.test(salt)) return false;
  return saltedText(text, fromHex(salt)).hash === hash;
}

const SALT = /^[0-9a-f]{64}$/;
