import type { Role, SignInRefusal } from '@bali/access';

/** What somebody who was not let in is told. */
export type ToldRefusal =
  'sign-in-refused' | 'credentials-not-bound' | 'password-change-needed' | 'role-not-held' | 'role-not-chosen';

const SENTENCES: Readonly<Record<ToldRefusal, string>> = {
  'sign-in-refused': 'Nobody was let in with these credentials.',
  'credentials-not-bound':
    'Your credentials are right, and were set before this version of the software: they count for nothing until an ' +
    'operator has bound them (`bali accounts bind`), or two administrators have recovered your account.',
  'password-change-needed': 'The password was made for you: choose one of your own first.',
  'role-not-held': 'You do not have this role today.',
  'role-not-chosen': 'You have several roles today: say in which one you sign in.',
};

/**
 * Somebody was not let in. They are told why only once their credentials were found to be right: else an account that is
 * not there, that is locked, and a password that is wrong, could be told apart.
 */
export class SignInRefused extends Error {
  readonly refusal: ToldRefusal;
  /** The roles to choose from, with `role-not-chosen`. */
  readonly roles: readonly Role[];

  constructor(reason: SignInRefusal, roles: readonly Role[] = []) {
    const refusal = isTold(reason) ? reason : 'sign-in-refused';
    super(SENTENCES[refusal]);
    this.name = 'SignInRefused';
    this.refusal = refusal;
    this.roles = roles;
  }
}

function isTold(reason: string): reason is ToldRefusal {
  return Object.hasOwn(SENTENCES, reason);
}
