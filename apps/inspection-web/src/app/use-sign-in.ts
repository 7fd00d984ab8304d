import type { Role } from '@bali/access';
import { useState } from 'preact/hooks';
import { post } from '../api/client.js';
import { type Problem, problemOf } from '../api/problem.js';
import { words } from '../words/words.js';
import { type Credentials, signIn } from './session.js';

export interface Typed {
  readonly userId: string;
  readonly password: string;
  readonly oneTimeCode: string;
  readonly newPassword: string;
  readonly role?: Role;
}

/** What is asked for: credentials first; then, of whoever has several roles or a password made for them, one thing more. */
type Step =
  | { readonly step: 'credentials' }
  | { readonly step: 'new-password' }
  | { readonly step: 'role'; readonly roles: readonly Role[] };

export interface SigningIn {
  readonly typed: Typed;
  readonly change: (changed: Partial<Typed>) => void;
  readonly at: Step;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  readonly submit: () => Promise<void>;
}

/** Signing in, step by step. What was typed stays whatever the server answers. */
export function useSignIn(userId: string): SigningIn {
  const [typed, setTyped] = useState<Typed>({ userId, password: '', oneTimeCode: '', newPassword: '' });
  const [at, setAt] = useState<Step>({ step: 'credentials' });
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const change = (changed: Partial<Typed>) => setTyped((before) => ({ ...before, ...changed }));
  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (at.step === 'new-password') {
        await choosePassword(typed);
        // From here on this is the password, whatever is asked next.
        change({ password: typed.newPassword, oneTimeCode: '', newPassword: '' });
        setAt({ step: 'credentials' });
        await signIn({ userId: typed.userId.trim(), password: typed.newPassword });
      } else await signIn(credentialsIn(typed));
    } catch (error) {
      const found = problemOf(error);
      if (found.code === 'password-change-needed') setAt({ step: 'new-password' });
      else if (found.code === 'role-not-chosen') setAt({ step: 'role', roles: rolesIn(found) });
      else setProblem(found);
    } finally {
      setBusy(false);
    }
  };
  return { typed, change, at, problem, isBusy, submit };
}

function credentialsIn({ userId, password, oneTimeCode, role }: Typed): Credentials {
  const code = oneTimeCode.trim();
  return {
    ...{ userId: userId.trim(), password },
    ...(code === '' ? {} : { oneTimeCode: code }),
    ...(role === undefined ? {} : { role }),
  };
}

/** @throws Problem */
async function choosePassword({ newPassword, ...typed }: Typed): Promise<void> {
  const { role: _, ...credentials } = credentialsIn({ ...typed, newPassword });
  await post('/v1/password', { ...credentials, newPassword });
}

/** The roles stand in the sentence of the refusal, behind its colon. */
function rolesIn({ message }: Problem): readonly Role[] {
  const known: readonly string[] = Object.keys(words.value.roles);
  return message.split(/[\s,]+/).filter((word): word is Role => known.includes(word) && word !== 'system');
}
