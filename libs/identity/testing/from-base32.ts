/** The bytes of a secret as authenticator apps are given it (RFC 4648). */
export function fromBase32(text: string): Uint8Array {
  const bits = text
    .split(/(?=.)/)
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
