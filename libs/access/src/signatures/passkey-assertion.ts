import {
  concatBytes,
  cryptography,
  equalBytes,
  type PasskeyAssertion,
  sha256,
  strictBase64url,
  utf8,
} from '@bali/ledger';

/** What can be wrong with an assertion: it is of something else, or no such key made it with its holder there. */
export type AssertionFault = 'differs' | 'wrong';

/** What the signer's client says that it asked the passkey for. */
interface ClientData {
  readonly type: unknown;
  readonly challenge: unknown;
  readonly origin: unknown;
  readonly crossOrigin?: unknown;
}

/** `rpIdHash`, flags and counter: what stands in every authenticator data (WebAuthn, 6.1). */
const SHORTEST_AUTHENTICATOR_DATA = 37;
const RP_ID_HASH_BYTES = 32;
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/**
 * What is wrong with a passkey's assertion, if anything, from the assertion alone and the challenge it must be of
 * (WebAuthn, 7.2): the holder was there and was verified by the authenticator, on the page that the passkey belongs to,
 * and the key signed exactly this. Whose key it is, the access ledger says. Counters are not looked at: passkeys that
 * are synchronized between devices have none.
 */
export function assertionFault(assertion: PasskeyAssertion, challenge: string): AssertionFault | undefined {
  const authenticatorData = bytesIn(assertion.authenticatorData);
  const clientDataBytes = bytesIn(assertion.clientDataJSON);
  const signature = bytesIn(assertion.signature);
  const client = clientDataBytes && clientDataIn(clientDataBytes);
  if (!authenticatorData || !clientDataBytes || !signature || !client) return 'wrong';
  if (client.challenge !== challenge) return 'differs';
  if (client.type !== 'webauthn.get' || client.crossOrigin === true) return 'wrong';
  const rpId = rpIdOf(client.origin);
  if (rpId === undefined || !wasVerifiedAt(rpId, authenticatorData)) return 'wrong';
  const signedBytes = concatBytes([authenticatorData, sha256(clientDataBytes)]);
  return isSignedBy(assertion, signedBytes, signature) ? undefined : 'wrong';
}

/** The origin of the page on which a passkey was asked to sign; `undefined` if it does not say. */
export function originOf({ clientDataJSON }: Pick<PasskeyAssertion, 'clientDataJSON'>): string | undefined {
  const bytes = bytesIn(clientDataJSON);
  const origin = bytes && clientDataIn(bytes)?.origin;
  return typeof origin === 'string' ? origin : undefined;
}

/** The relying party of a page is its host. `undefined`: it is no page on which browsers let a passkey be used. */
export function rpIdOf(origin: unknown): string | undefined {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return undefined;
  const { protocol, hostname, origin: normal } = new URL(origin);
  const secure = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  return secure && normal === origin ? hostname : undefined;
}

function wasVerifiedAt(rpId: string, authenticatorData: Uint8Array): boolean {
  if (authenticatorData.byteLength < SHORTEST_AUTHENTICATOR_DATA) return false;
  const flags = authenticatorData[RP_ID_HASH_BYTES] ?? 0;
  const isThere = (flags & USER_PRESENT) !== 0 && (flags & USER_VERIFIED) !== 0;
  return isThere && equalBytes(authenticatorData.subarray(0, RP_ID_HASH_BYTES), sha256(utf8(rpId)));
}

/** By the key in it, in the encoding in which it was registered: else a record could be changed and still verify. */
function isSignedBy({ publicKey, algorithm }: PasskeyAssertion, data: Uint8Array, signature: Uint8Array): boolean {
  const bytes = bytesIn(publicKey);
  const key = bytes && cryptography().publicKeyIn(bytes);
  return key?.algorithm === algorithm && key.verifies(data, signature);
}

function clientDataIn(bytes: Uint8Array): ClientData | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? (value as ClientData) : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of a base64url text; `undefined` if it is not the one text for any bytes. */
function bytesIn(text: unknown): Uint8Array | undefined {
  return typeof text === 'string' ? strictBase64url(text) : undefined;
}
