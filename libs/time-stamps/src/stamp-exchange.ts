import { toHex } from '@bali/ledger';
import { Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TimeStampResp } from 'pkijs';
import type { StampAuthority } from './authority.js';
import { imprintOf, StampNotVerified, type VerifiedStamp, verifyStamp } from './stamp-token.js';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const GRANTED: ReadonlySet<number> = new Set([0, 1]);

/** What an authority is sent. */
export const STAMP_QUERY_TYPE = 'application/timestamp-query';
/** The most bytes that an answer may have. */
export const MAX_STAMP_BYTES = 64 * 1024;

/** The request for a time stamp of a text (RFC 3161), with the authority's certificates in the answer. @param nonce not zero. */
export function stampRequest(text: Uint8Array, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: imprintOf(text).buffer }),
    }),
    nonce: new Integer({ valueHex: positive(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/** The time stamp token in an authority's answer, verified. @throws StampNotVerified */
export async function stampIn(
  answer: Uint8Array<ArrayBuffer>,
  { text, nonce, authority }: { text: Uint8Array<ArrayBuffer>; nonce: Uint8Array; authority: StampAuthority },
): Promise<{ readonly token: Uint8Array<ArrayBuffer>; readonly stamp: VerifiedStamp }> {
  const token = tokenIn(answer);
  const stamp = await verifyStamp(token, text, authority);
  if (stamp.nonce !== toHex(positive(nonce))) throw new StampNotVerified('answers another request');
  return { token, stamp };
}

function tokenIn(answer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(answer);
    if (!GRANTED.has(status.status) || timeStampToken === undefined)
      throw new StampNotVerified('was not granted by the authority');
    return new Uint8Array(timeStampToken.toSchema().toBER());
  } catch (error) {
    if (error instanceof StampNotVerified) throw error;
    throw new StampNotVerified('cannot be read: the answer is none of an authority', { cause: error });
  }
}

/** DER integers are signed and as short as can be: a first byte from 1 to 127 makes any bytes one. */
function positive(nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(nonce);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}
