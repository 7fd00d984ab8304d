import { isKeyName, keyIdOf, Malformed, strictBase64, utf8, concatBytes, fromHex, sha256Hex } from '@bali/ledger';
import { Certificate } from 'pkijs';

const FORM = 'certificate of a time stamp authority';
const PEM = /-----BEGIN CERTIFICATE-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END CERTIFICATE-----/g;

/** A time stamp authority (RFC 3161) whose certificates are known: its own, or that of the authority that issued it. */
export interface StampAuthority {
  /** Its name in notes. */
  readonly name: string;
  /** Follows from its name and its first certificate, in lower-case hex: what a note's signature line names. */
  readonly id: string;
  /** DER. */
  readonly certificates: readonly Uint8Array<ArrayBuffer>[];
}

/** @param pem one certificate or several. @throws Malformed when there is none, or a name that a note cannot carry. */
export function stampAuthority(name: string, pem: string): StampAuthority {
  if (!isKeyName(name)) throw new Malformed(FORM, 'its name is empty, or has white space or a plus sign');
  const certificates = [...pem.matchAll(PEM)].map(([, body = '']) => derIn(body));
  const [first] = certificates;
  if (first === undefined) throw new Malformed(FORM, 'it holds no certificate in PEM');
  return { name, id: stampKeyId(name, first), certificates };
}

/** C2SP signed-note: 0xff and a longer prefix, for a type of signature that has no number. */
const TYPE = concatBytes([Uint8Array.of(0xff), utf8('RFC 3161 time stamp token\n')]);

function stampKeyId(name: string, certificate: Uint8Array): string {
  return keyIdOf(name, concatBytes([TYPE, fromHex(sha256Hex(certificate))]));
}

function derIn(base64: string): Uint8Array<ArrayBuffer> {
  const der = strictBase64(base64.replace(/\s/g, ''));
  try {
    if (der !== undefined) Certificate.fromBER(der);
  } catch {
    throw new Malformed(FORM, 'a certificate in it cannot be read');
  }
  if (der === undefined) throw new Malformed(FORM, 'a certificate in it is not base64');
  return der;
}
