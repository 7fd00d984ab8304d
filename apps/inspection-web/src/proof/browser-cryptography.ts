import { type Cryptography, useCryptography } from '@bali/ledger';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { publicKeyIn } from './public-keys.js';

/**
 * The cryptography of the verifier where there is no Node. It answers at once, as the verifier asks: hashes are made by the
 * million, and a call of the browser's own takes longer than ten of these. So it works where a browser has no WebCrypto, too: on
 * pages that came over plain HTTP.
 */
export const BROWSER_CRYPTOGRAPHY: Cryptography = {
  sha256: (bytes) => sha256(bytes),
  sha256Hex: (content) => bytesToHex(sha256(bytesOf(content))),
  sha1Hex: (bytes) => bytesToHex(sha1(bytes)),
  startSha256: () => {
    const hash = sha256.create();
    return {
      update: (content) => void hash.update(bytesOf(content)),
      hex: () => bytesToHex(hash.digest()),
    };
  },
  verifiesEd25519: (publicKey, text, signature) => {
    try {
      // As RFC 8032 has it, and as OpenSSL verifies on the command line.
      return ed25519.verify(signature, text, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
  publicKeyIn,
};

/** Hands it in; before anything is hashed. */
export function useBrowserCryptography(): void {
  useCryptography(BROWSER_CRYPTOGRAPHY);
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? utf8ToBytes(content) : content;
}
