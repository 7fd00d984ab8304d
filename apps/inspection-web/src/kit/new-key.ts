/**
 * A key for one intent: sent again with the same key, it is done once. `randomUUID` is there over HTTPS and on this machine alone;
 * random bytes are there everywhere.
 */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
