import { PASSKEY_CREDENTIAL_LENGTH, RECOVERY_CODE_PATTERN } from '@bali/access';
import { Base64Url, Code, Nested, Text } from '@bali/http';
import { type SignatureId, SIGNATURES } from '@bali/trial';

/** What the signer's passkey made of the challenge that came with the problem `signature-missing`. */
export class PasskeySignatureDto {
  @Base64Url({ description: 'identifier of the passkey', ...PASSKEY_CREDENTIAL_LENGTH })
  readonly credential!: string;

  @Base64Url({ description: '`response.authenticatorData` of the assertion', min: 50, max: 1_024 })
  readonly authenticatorData!: string;

  @Base64Url({ description: '`response.clientDataJSON` of the assertion', max: 2_048 })
  readonly clientDataJSON!: string;

  @Base64Url({ description: '`response.signature` of the assertion', max: 1_024 })
  readonly signature!: string;
}

/** What is given to sign: the meaning as it was shown, and credentials, which go no further than the check of them. */
export class SignatureDto {
  @Text({
    description: 'the sentence that was shown to the signer, to the letter: see `GET /v1/signature-meanings`',
    max: 500,
    oneLine: true,
    example: SIGNATURES['serious-adverse-event'].meaning,
  })
  readonly meaning!: string;

  @Text({ description: 'the password of the signer', max: 1024, oneLine: true, optional: true })
  readonly password?: string;

  @Code({
    description: 'a one-time code of the signer',
    pattern: '^[0-9]{6,8}$',
    called: 'a one-time code: 6 to 8 digits',
    optional: true,
  })
  readonly oneTimeCode?: string;

  @Code({
    description: 'a recovery code in place of a one-time code, of an emergency physician who opens a code; good once',
    pattern: RECOVERY_CODE_PATTERN,
    called: 'a recovery code: 26 letters and digits, with or without hyphens',
    optional: true,
  })
  readonly recoveryCode?: string;

  @Nested(() => PasskeySignatureDto, {
    description: 'what a passkey of the signer signed, in place of the other credentials',
    optional: true,
  })
  readonly passkey?: PasskeySignatureDto;
}

/** A first signature of a session, which gives all credentials. */
export function exampleSignature(meaning: string): Readonly<Record<'meaning' | 'password' | 'oneTimeCode', string>> {
  return { meaning, password: 'correct horse battery staple', oneTimeCode: '123456' };
}

/** The signature of a command that stands under one. */
export function Signature(id: SignatureId): PropertyDecorator {
  const { title, meaning } = SIGNATURES[id];
  return Nested(() => SignatureDto, {
    description: `electronic signature (${title.toLowerCase()}); the first of a session gives all credentials, each later one at least one`,
    optional: true,
    example: exampleSignature(meaning),
  });
}
