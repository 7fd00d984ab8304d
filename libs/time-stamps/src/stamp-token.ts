import { fromHex, sha256Hex, toHex } from '@bali/ledger';
import { fromBER, OctetString } from 'asn1js';
import { Certificate, ContentInfo, ExtKeyUsage, SignedData, type SignerInfo, TSTInfo } from 'pkijs';
import type { StampAuthority } from './authority.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** A time stamp is not one of this text by this authority. */
export class StampNotVerified extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`the time stamp ${why}`, options);
    this.name = 'StampNotVerified';
  }
}

/** What a verified time stamp says: this text was there at this moment. */
export interface VerifiedStamp {
  /** UTC. */
  readonly at: Date;
  /** Lower-case hex, as the authority was asked with it; absent where it was not. */
  readonly nonce?: string;
}

/**
 * Verifies a time stamp token (RFC 3161) offline: it is of this text, signed by a certificate for time stamps that was valid then,
 * which is one of the authority's, or was issued under one.
 * @throws StampNotVerified
 */
export async function verifyStamp(
  token: Uint8Array<ArrayBuffer>,
  text: Uint8Array<ArrayBuffer>,
  { certificates }: StampAuthority,
): Promise<VerifiedStamp> {
  const { signed, info } = tokenIn(token);
  const { messageImprint, genTime, nonce } = info;
  const imprint = toHex(new Uint8Array(messageImprint.hashedMessage.valueBlock.valueHexView));
  if (messageImprint.hashAlgorithm.algorithmId !== SHA256)
    throw new StampNotVerified('is of another hash than SHA-256');
  if (imprint !== sha256Hex(text)) throw new StampNotVerified('is of another text');
  await verifySigned(signed, text, certificates, genTime);
  return {
    at: genTime,
    ...(nonce === undefined ? {} : { nonce: toHex(new Uint8Array(nonce.valueBlock.valueHexView)) }),
  };
}

function tokenIn(token: Uint8Array<ArrayBuffer>): { readonly signed: SignedData; readonly info: TSTInfo } {
  try {
    const content = ContentInfo.fromBER(token);
    if (content.contentType !== SIGNED_DATA) throw new StampNotVerified('is not signed data');
    const signed = new SignedData({ schema: content.content as object });
    const { eContentType, eContent } = signed.encapContentInfo;
    if (eContentType !== TST_INFO || eContent === undefined) throw new StampNotVerified('holds no time');
    const bytes = contentOf(eContent);
    return { signed, info: TSTInfo.fromBER(bytes) };
  } catch (error) {
    if (error instanceof StampNotVerified) throw error;
    throw new StampNotVerified('cannot be read', { cause: error });
  }
}

function contentOf(content: OctetString): Uint8Array<ArrayBuffer> {
  const parts = content.valueBlock.value.filter((part) => part instanceof OctetString);
  const whole = parts.length === 0 ? [content] : parts;
  const bytes = whole.flatMap((part) => [...part.valueBlock.valueHexView]);
  if (fromBER(Uint8Array.from(bytes)).offset < 0) throw new StampNotVerified('cannot be read');
  return Uint8Array.from(bytes);
}

async function verifySigned(
  signed: SignedData,
  text: Uint8Array<ArrayBuffer>,
  pinned: readonly Uint8Array<ArrayBuffer>[],
  at: Date,
): Promise<void> {
  const trusted = pinned.map((der) => Certificate.fromBER(der));
  const sent = (signed.certificates ?? []).filter((certificate) => certificate instanceof Certificate);
  const known = [...sent, ...trusted.filter((own) => !sent.some((other) => isSame(own, other)))];
  signed.certificates = known;
  const [signer, ...others] = signed.signerInfos;
  if (signer === undefined || others.length > 0) throw new StampNotVerified('has not one signer');
  const certificate = certificateOf(signer, known);
  if (certificate === undefined) throw new StampNotVerified('is signed by a certificate that is not there');
  if (!isForTimeStamps(certificate))
    throw new StampNotVerified('is signed by a certificate that is not for time stamps');
  if (at < certificate.notBefore.value || at > certificate.notAfter.value)
    throw new StampNotVerified('is of a time at which its certificate was not valid');
  // A certificate that is itself among the known ones needs no chain.
  const isPinned = trusted.some((own) => isSame(own, certificate));
  if (!(await isSigned(signed, text, { trusted, at, checkChain: !isPinned })))
    throw new StampNotVerified(
      isPinned ? 'has a wrong signature' : 'has a wrong signature, or is not by this authority',
    );
}

async function isSigned(
  signed: SignedData,
  text: Uint8Array<ArrayBuffer>,
  { trusted, at, checkChain }: { readonly trusted: Certificate[]; readonly at: Date; readonly checkChain: boolean },
): Promise<boolean> {
  try {
    const verified = signed.verify({ signer: 0, data: text.buffer, trustedCerts: trusted, checkDate: at, checkChain });
    return await verified;
  } catch {
    // What cannot be verified, for whatever reason, is not.
    return false;
  }
}

function isSame(one: Certificate, other: Certificate): boolean {
  return sha256Hex(new Uint8Array(one.toSchema().toBER())) === sha256Hex(new Uint8Array(other.toSchema().toBER()));
}

function certificateOf({ sid }: SignerInfo, known: readonly Certificate[]): Certificate | undefined {
  const named = sid as { readonly issuer?: Certificate['issuer']; readonly serialNumber?: Certificate['serialNumber'] };
  return known.find(
    ({ issuer, serialNumber }) =>
      named.issuer !== undefined &&
      named.serialNumber !== undefined &&
      issuer.isEqual(named.issuer) &&
      serialNumber.isEqual(named.serialNumber),
  );
}

function isForTimeStamps({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)?.parsedValue as unknown;
  return usage instanceof ExtKeyUsage && usage.keyPurposes.includes(TIME_STAMPING);
}

/** The bytes of a hash in hex, as ASN.1 takes them. */
export function imprintOf(text: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(fromHex(sha256Hex(text)));
}
