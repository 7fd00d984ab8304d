import { dictionary } from '@zxcvbn-ts/language-common';

const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** Why a password is not taken. */
export const PASSWORD_REFUSALS = {
  'password-too-short': `A password has at least ${PASSWORD_LENGTH.min} characters; a few words that you remember are good.`,
  'password-too-long': `A password has at most ${PASSWORD_LENGTH.max} characters.`,
  'password-ill-formed': 'A password is well-formed text without control characters.',
  'password-common': 'This password is one of those that are tried first, or little more than one of them.',
  'password-names-you': 'A password does not contain your name or identifier.',
  'password-unchanged': 'The new password is the former one.',
} as const;
export type PasswordRefusal = keyof typeof PASSWORD_REFUSALS;

/** The person whose password it is to be. */
export interface PasswordOwner {
  readonly userId: string;
  readonly name: string;
}

const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** What repeats less than this is no more than one sign or two. */
const SHORT_UNIT = 3;

/** Parts of a name shorter than this are in too many words. */
const TELLING_LENGTH = 4;

/**
 * Why a password is not taken, `undefined` if it is: the rules of NIST SP 800-63B (3.1.1.2). It has a length, is none of
 * the common ones, and says nothing of its owner. No rule asks for kinds of characters, and nothing is cut off.
 */
export function passwordRefused(password: string, owner: PasswordOwner): PasswordRefusal | undefined {
  if (!password.isWellFormed() || /\p{Cc}/u.test(password)) return 'password-ill-formed';
  const normal = password.normalize('NFC');
  const length = Array.from(normal).length;
  if (length < PASSWORD_LENGTH.min) return 'password-too-short';
  if (length > PASSWORD_LENGTH.max) return 'password-too-long';
  const folded = normal.toLowerCase();
  if (isCommon(folded)) return 'password-common';
  return tellingParts(owner).some((part) => folded.includes(part)) ? 'password-names-you' : undefined;
}

/** A common password stays one with digits and marks around it, or said twice; so does one sign said many times. */
function isCommon(password: string): boolean {
  const bare = password.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const unit = repeated(password);
  return unit.length < SHORT_UNIT || [password, bare, unit].some((text) => text === '' || COMMON.has(text));
}

/** What a text repeats, or the text itself. */
function repeated(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}

function tellingParts({ userId, name }: PasswordOwner): readonly string[] {
  const parts = [userId, ...userId.split(/[^\p{L}\p{N}]+/u), ...name.split(/[^\p{L}\p{N}]+/u)];
  return parts.map((part) => part.normalize('NFC').toLowerCase()).filter((part) => part.length >= TELLING_LENGTH);
}
