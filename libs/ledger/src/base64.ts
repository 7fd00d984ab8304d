/** Standard base64 (RFC 4648, 4), strictly: one way to write each value, or undefined. */
export function strictBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = decoded(text);
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}

export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

/** base64url (RFC 4648, 5) without padding, strictly: one way to write each value, or undefined. */
export function strictBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = decoded(text.replaceAll('-', '+').replaceAll('_', '/'));
  return bytes !== undefined && toBase64url(bytes) === text ? bytes : undefined;
}

export function toBase64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let place = 0; place < bytes.byteLength; place += 1) bytes[place] = characters.charCodeAt(place);
    return bytes;
  } catch {
    return undefined;
  }
}
