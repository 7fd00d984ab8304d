import {
  ACCOUNT_REFUSALS,
  type AccountRefusalCode,
  PASSWORD_REFUSALS,
  type PasswordRefusal,
  SigningRefused,
} from '@bali/access';
import { Problem, type ProblemKind, problemKinds } from '@bali/http';
import { AccountCommandRefused } from '../accounts/account-recorder.js';
import { EnrolmentRefused, PasswordRefused } from '../accounts/own-credentials.js';
import { PasskeyNotRegistered, PasskeysNotOffered } from '../passkeys/passkeys.js';
import { SignInRefused } from '../sessions/sign-in-refused.js';

type Described = Omit<ProblemKind, 'code'>;

/** Refusals that say that the content is wrong, whatever stands in the account. */
const ABOUT_CONTENT: ReadonlySet<string> = new Set<AccountRefusalCode>([
  'account-name-reserved',
  'sites-needed',
  'sites-not-allowed',
  'delegation-in-the-past',
  'delegation-ends-before-it-begins',
  'account-text-unknown',
  'other-account-unknown',
  'review-period-not-over',
  'review-period-empty',
  'review-needs-findings',
  'review-names-records',
]);
const ABOUT_ABSENCE: ReadonlySet<string> = new Set<AccountRefusalCode>([
  'account-unknown',
  'delegation-unknown',
  'delegation-request-unknown',
  'passkey-unknown',
  'session-unknown',
]);
const ABOUT_AUTHORITY: ReadonlySet<string> = new Set<AccountRefusalCode>([
  'own-account',
  'recovery-needs-two-people',
  'delegation-needs-two-people',
  'approver-not-independent',
  'approver-not-administrator',
  'open-identity-needs-operator',
  'account-text-own',
]);

const ACCOUNT_PROBLEMS = problemKinds(
  Object.fromEntries(
    Object.entries(ACCOUNT_REFUSALS).map(([code, source]): [string, Described] => [
      code,
      { status: statusOf(code), title: titleOf(code), meaning: `Source: ${source}. Nothing was recorded.` },
    ]),
  ) as Record<AccountRefusalCode, Described>,
);

const PASSWORD_PROBLEMS = problemKinds(
  Object.fromEntries(
    Object.entries(PASSWORD_REFUSALS).map(([code, meaning]): [string, Described] => [
      code,
      { status: 422, title: 'The new password is not taken', meaning },
    ]),
  ) as Record<PasswordRefusal, Described>,
);

const OWN = problemKinds({
  'sign-in-refused': {
    status: 401,
    title: 'Nobody was let in',
    meaning:
      'The account, the password or the one-time code is not right, or the one-time code is missing, or the account is ' +
      'locked for some time after repeated failures from where you are. Which of these it is, only the administrators see. A device ' +
      'that sends the `deviceToken` of an earlier sign-in is not kept out by what others try.',
  },
  'credentials-not-bound': {
    status: 403,
    title: 'The credentials were set before this version, and are not bound',
    meaning:
      'They are right, and count for nothing until the record is bound to them: an operator runs `bali accounts bind`, or ' +
      'two administrators recover the account. Nobody hears of it whose credentials are not right.',
  },
  'password-change-needed': {
    status: 403,
    title: 'The password was made for you',
    meaning: 'Choose one of your own with `POST /v1/password`, and sign in with that.',
  },
  'role-not-held': {
    status: 403,
    title: 'You do not have this role today',
    meaning: 'The delegation log gives you no role today, or not the one in which you want to sign in.',
  },
  'role-not-chosen': {
    status: 409,
    title: 'You have several roles today',
    meaning: 'Sign in with the `role` in which you act; they are named in `detail`.',
  },
  'credentials-refused': {
    status: 403,
    title: 'The credentials were not accepted',
    meaning: 'Your credentials were asked for again. After repeated failures the session is ended.',
  },
  'one-time-code-not-confirmed': {
    status: 422,
    title: 'The one-time code was not confirmed',
    meaning: 'The code is not what an authenticator app shows now, or nothing was set up before. Nothing was changed.',
  },
  'passkey-not-registered': {
    status: 422,
    title: 'The passkey was not registered',
    meaning:
      'It is not the answer of a passkey to the options that were asked for last, within five minutes, on a page of this ' +
      'installation, with its holder verified; or it is registered already. Nothing was changed. Ask for options again.',
  },
  'credentials-elsewhere': {
    status: 409,
    title: 'An OpenID provider lets people in here',
    meaning:
      'This installation asks nobody for a password or a code. Sign in with its OpenID provider, and change or recover ' +
      'credentials there.',
  },
  'passkeys-not-offered': {
    status: 409,
    title: 'This installation takes no passkeys',
    meaning: 'Its operators have not said on which pages people sign: the setting `BALI_PASSKEY_ORIGIN`.',
  },
});

/** The problems of accounts and sessions besides those that every API shares. */
export const IDENTITY_PROBLEMS = { ...ACCOUNT_PROBLEMS, ...PASSWORD_PROBLEMS, ...OWN };

/** The problem of what accounts and sessions refuse; nothing for any other error. */
export function identityProblem(error: unknown): Problem | undefined {
  if (error instanceof AccountCommandRefused) return refused(error);
  if (error instanceof SignInRefused) {
    const detail = error.roles.length > 0 ? `${error.message} ${error.roles.join(', ')}` : error.message;
    return new Problem(OWN[error.refusal], { detail });
  }
  if (error instanceof PasswordRefused) {
    const errors = [{ field: '/newPassword', rule: error.refusal, message: error.message }];
    return new Problem(PASSWORD_PROBLEMS[error.refusal], { detail: error.message, errors });
  }
  if (error instanceof SigningRefused) return new Problem(OWN['credentials-refused'], { detail: error.message });
  if (error instanceof EnrolmentRefused) return new Problem(OWN['one-time-code-not-confirmed']);
  if (error instanceof PasskeyNotRegistered) return new Problem(OWN['passkey-not-registered']);
  if (error instanceof PasskeysNotOffered) return new Problem(OWN['passkeys-not-offered']);
  return undefined;
}

function refused({ refusal: { code, sentence, source, field } }: AccountCommandRefused): Problem {
  const errors = field === undefined ? {} : { errors: [{ field, rule: code, message: sentence }] };
  return new Problem(ACCOUNT_PROBLEMS[code], { detail: sentence, source, ...errors });
}

function statusOf(code: string): number {
  if (ABOUT_ABSENCE.has(code)) return 404;
  if (ABOUT_AUTHORITY.has(code)) return 403;
  return ABOUT_CONTENT.has(code) ? 422 : 409;
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
