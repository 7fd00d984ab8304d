import {
  IDENTITY_CHECKS,
  ONE_TIME_CODE_PATTERN,
  RENAMED_BECAUSE,
  RECOVERY_CODE_PATTERN,
  type Role,
  ROLE_IDS,
  SESSION_TOKEN_PATTERN,
  type IdentityCheck,
  USER_ID_PATTERN,
} from '@bali/access';
import { CalendarDate, Code, field, type FieldOptions, OneOf, Text, Whole, SiteCodes } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { REDACTION_REASONS } from '@bali/trial';
import { MAX_SITES } from '@bali/protocol';

const LINE = { max: 200, oneLine: true } as const;
/** Of a password, in UTF-16 code units: room for 128 characters of any script. */
const MAX_PASSWORD = 512;
const EXAMPLE_PASSWORD = 'correct horse battery staple';

/** A password as it was typed; what it must be like, other rules say. */
function Password(options: FieldOptions): PropertyDecorator {
  const accepts = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= MAX_PASSWORD;
  const schema = { type: 'string', format: 'password', minLength: 1, maxLength: MAX_PASSWORD } as const;
  const message = `must be a text of 1 to ${MAX_PASSWORD} characters`;
  return field({ name: 'password', message, accepts, schema }, options);
}

function OneTimeCode(options: FieldOptions): PropertyDecorator {
  return Code({ ...options, pattern: ONE_TIME_CODE_PATTERN, called: 'a one-time code of six digits' });
}

const code = 'the code that the authenticator app shows; needed once one is set up';

/** What proves who somebody is. */
class CredentialsDto {
  @Text({ description: 'the identifier of the account', ...LINE, example: 'claire.martin' })
  readonly userId!: string;

  @Password({ description: 'the password', example: EXAMPLE_PASSWORD })
  readonly password!: string;

  @OneTimeCode({ description: code, optional: true })
  readonly oneTimeCode?: string;

  @Code({
    description: 'what the last sign-in from this device gave it',
    pattern: SESSION_TOKEN_PATTERN.source,
    called: 'a token of 43 characters, as a sign-in gives it',
    optional: true,
  })
  readonly deviceToken?: string;
}

export class SignInDto extends CredentialsDto {
  @Code({
    description: 'a recovery code in place of a one-time code, of an emergency physician; good once',
    pattern: RECOVERY_CODE_PATTERN,
    called: 'a recovery code: 26 letters and digits, with or without hyphens',
    optional: true,
  })
  readonly recoveryCode?: string;

  @OneOf({ description: 'the role in which they act; needed by whoever has several', of: ROLE_IDS, optional: true })
  readonly role?: Role;
}

export class ChangePasswordDto extends CredentialsDto {
  @Password({
    description: 'the new one: 12 to 128 characters, none of the common ones, without name or identifier',
    example: 'another long sentence of mine',
  })
  readonly newPassword!: string;
}

export class OneTimeCodeDto {
  @Password({ description: 'the password, again', optional: true })
  readonly password?: string;

  @OneTimeCode({
    description: 'the code of the authenticator app: the one in use to begin, the new one to confirm',
    optional: true,
  })
  readonly oneTimeCode?: string;
}

export class ReasonDto {
  @Text({ description: 'why; a free text: keep names out of it', max: MAX_TEXT_LENGTH, optional: true })
  readonly reason?: string;
}

export class CreateAccountDto extends ReasonDto {
  @Code({
    description: 'the identifier: never changed, never used for anybody else',
    pattern: USER_ID_PATTERN,
    called: 'an identifier of at most 100 lower-case letters, digits and . _ @ -',
    example: 'claire.martin',
  })
  readonly userId!: string;

  @Text({ description: 'the name, as it is printed next to what the person does', ...LINE, example: 'Claire Martin' })
  readonly name!: string;

  @Text({ description: 'where the person works', ...LINE, example: 'CHU de Reims' })
  readonly organisation!: string;

  @Code({
    description: 'another account that the same person has or had: what was shown with it, the person knows',
    pattern: USER_ID_PATTERN,
    called: 'the identifier of an account',
    optional: true,
  })
  readonly samePersonAs?: string;

  @OneOf({
    description: 'who has the accounts for the same name; needed where there are some and none is of the same person',
    of: ['another-person'],
    optional: true,
  })
  readonly ofSameName?: 'another-person';
}

export class RenamePersonDto extends ReasonDto {
  @Text({ description: 'the name, as it is printed from now on', ...LINE, example: 'Claire Dubois' })
  readonly name!: string;

  @Text({ description: 'where the person works', ...LINE, example: 'CHU de Reims' })
  readonly organisation!: string;

  @OneOf({
    description: 'why; an account is never given to another person',
    of: RENAMED_BECAUSE,
    example: 'name-changed',
  })
  readonly why!: (typeof RENAMED_BECAUSE)[number];
}

export class RecognizePersonDto extends ReasonDto {
  @Code({
    description: 'another account that the same person has or had',
    pattern: USER_ID_PATTERN,
    called: 'the identifier of an account',
    example: 'c.martin',
  })
  readonly samePersonAs!: string;
}

export class VerifyIdentityDto extends ReasonDto {
  @OneOf({
    description: 'how the identity was verified',
    of: IDENTITY_CHECKS.filter((how) => how !== 'installation'),
    example: 'document-in-person',
  })
  readonly how!: IdentityCheck;
}

export class LinkOpenIdentityDto extends ReasonDto {
  @Text({ description: 'the OpenID provider', ...LINE, example: 'https://login.example.org' })
  readonly issuer!: string;

  @Text({ description: "the person's identifier there (`sub`)", ...LINE, example: '248289761001' })
  readonly subject!: string;
}

export class DelegateRoleDto extends ReasonDto {
  @OneOf({ description: 'the role', of: ROLE_IDS, example: 'investigator' })
  readonly role!: Role;

  @SiteCodes({
    description: 'the sites of a site role: any code, since a person may be delegated before a site is opened',
    max: MAX_SITES,
    optional: true,
  })
  readonly sites?: readonly string[];

  @CalendarDate({ description: 'the first day, in the time zone of the trial; not before today' })
  readonly from!: string;

  @CalendarDate({ description: 'the last day, if one is set', optional: true })
  readonly until?: string;
}

export class RedactReasonDto extends ReasonDto {
  @Code({
    description: 'id of the event of this account whose reason it is',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    example: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  })
  readonly redactedEvent!: string;

  @OneOf({ description: 'what was in it that had to go', of: REDACTION_REASONS, example: REDACTION_REASONS[0] })
  readonly why!: (typeof REDACTION_REASONS)[number];
}

export class AccountParameter {
  @Code({ description: 'the account', pattern: USER_ID_PATTERN, called: 'the identifier of an account' })
  readonly userId!: string;
}

export class NumberedParameter extends AccountParameter {
  @Whole({
    description: 'the number of the delegation, or of the request, in this account, from 1',
    min: 1,
    max: 10_000,
    fromText: true,
  })
  readonly number!: number;
}

export class DelegationLogQuery {
  @CalendarDate({ description: 'the day, in the time zone of the trial (default: today)', optional: true })
  readonly on?: string;
}
