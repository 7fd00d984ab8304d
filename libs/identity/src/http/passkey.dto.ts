import { PASSKEY_CREDENTIAL_LENGTH, type Passkey } from '@bali/access';
import { Base64Url } from '@bali/http';
import { ApiProperty } from '@nestjs/swagger';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';

const text = (description: string, example?: string) => ({ description, type: String, ...(example && { example }) });

export class PasskeyParameter {
  @Base64Url({
    description: 'identifier of the passkey',
    ...PASSKEY_CREDENTIAL_LENGTH,
    example: 'q2tGzqyJYbhEzH5fT0vRjw',
  })
  readonly credential!: string;
}

/** What the authenticator answered to being registered. */
export class PasskeyRegistrationDto extends PasskeyParameter {
  @Base64Url({
    description: '`response.clientDataJSON` of the new credential',
    max: 4_096,
    example: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0',
  })
  readonly clientDataJSON!: string;

  @Base64Url({
    description: '`response.attestationObject` of the new credential',
    max: 16_384,
    example: 'o2NmbXRkbm9uZQ',
  })
  readonly attestationObject!: string;
}

export class PasskeyOptionsAnswer {
  @ApiProperty({
    description: 'what `PublicKeyCredential.parseCreationOptionsFromJSON` takes; good once, for five minutes',
    type: 'object',
    additionalProperties: true,
  })
  readonly publicKey: PublicKeyCredentialCreationOptionsJSON;

  constructor(publicKey: PublicKeyCredentialCreationOptionsJSON) {
    this.publicKey = publicKey;
  }
}

export class PasskeyAnswer {
  @ApiProperty(text('identifier of the passkey')) readonly credential: string;
  @ApiProperty(text('how it signs', 'ES256')) readonly algorithm: string;
  @ApiProperty(text('the public key: SubjectPublicKeyInfo, DER, base64url')) readonly publicKey: string;
  @ApiProperty({ ...text('since when it can be signed with'), format: 'date-time' }) readonly registeredAt: string;

  constructor({ credential, algorithm, publicKey, registeredAt }: Passkey) {
    this.credential = credential;
    this.algorithm = algorithm;
    this.publicKey = publicKey;
    this.registeredAt = registeredAt;
  }
}

export class PasskeysAnswer {
  @ApiProperty({ type: [PasskeyAnswer] }) readonly items: readonly PasskeyAnswer[];

  constructor(items: readonly PasskeyAnswer[]) {
    this.items = items;
  }
}
