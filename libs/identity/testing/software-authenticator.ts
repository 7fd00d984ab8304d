import {
  authenticatorHead,
  clientDataOf,
  type Misuse,
  type SoftwarePasskey,
  USER_PRESENT,
  USER_VERIFIED,
} from '@bali/access/testing';
import { cose, isoCBOR } from '@simplewebauthn/server/helpers';
import type { PasskeyRegistration } from '../src/index.js';

type Cbor = Parameters<typeof isoCBOR.encode>[0];

const CREDENTIAL_DATA_FOLLOWS = 0x40;

export interface RegistrationMisuse extends Misuse {
  /** The format of an attestation, and what it states. */
  readonly attestation?: readonly [format: string, statement: Map<string, Cbor>];
}

/** What a browser answers to `navigator.credentials.create` with this passkey. */
export function registrationOf(
  passkey: SoftwarePasskey,
  challenge: string,
  misuse: RegistrationMisuse = {},
): PasskeyRegistration {
  const { flags = USER_PRESENT | USER_VERIFIED, type = 'webauthn.create', attestation = ['none', new Map()] } = misuse;
  const identifier = Buffer.from(passkey.credential, 'base64url');
  const authData = Buffer.concat([
    authenticatorHead(flags | CREDENTIAL_DATA_FOLLOWS, misuse),
    Buffer.alloc(16),
    Buffer.from([identifier.byteLength >> 8, identifier.byteLength & 0xff]),
    identifier,
    isoCBOR.encode(coseKeyOf(passkey)),
  ]);
  const [format, statement] = attestation;
  const attestationObject = isoCBOR.encode(
    new Map<string, Cbor>([
      ['fmt', format],
      ['attStmt', statement],
      ['authData', Uint8Array.from(authData)],
    ]),
  );
  return {
    credential: passkey.credential,
    clientDataJSON: clientDataOf(type, challenge, misuse).toString('base64url'),
    attestationObject: Buffer.from(attestationObject).toString('base64url'),
  };
}

function coseKeyOf({ key, algorithm }: SoftwarePasskey): Map<number, number | Uint8Array> {
  const { COSEKEYS, COSEKTY, COSECRV, COSEALG } = cose;
  const { x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' });
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
  const common = (type: number, signsWith: number): [number, number][] => [
    [COSEKEYS.kty, type],
    [COSEKEYS.alg, signsWith],
  ];
  switch (algorithm) {
    case 'ES256':
      return new Map<number, number | Uint8Array>([
        ...common(COSEKTY.EC2, COSEALG.ES256),
        [COSEKEYS.crv, COSECRV.P256],
        [COSEKEYS.x, bytes(x)],
        [COSEKEYS.y, bytes(y)],
      ]);
    case 'EdDSA':
      return new Map<number, number | Uint8Array>([
        ...common(COSEKTY.OKP, COSEALG.EdDSA),
        [COSEKEYS.crv, COSECRV.ED25519],
        [COSEKEYS.x, bytes(x)],
      ]);
    case 'RS256':
      return new Map<number, number | Uint8Array>([
        ...common(COSEKTY.RSA, COSEALG.RS256),
        [COSEKEYS.n, bytes(n)],
        [COSEKEYS.e, bytes(e)],
      ]);
  }
}
