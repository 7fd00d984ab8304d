import { NO_NETWORK, type Problem } from '../api/problem.js';
import { Field } from '../kit/field.js';
import { roleWord, words } from '../words/words.js';
import { type SigningIn, useSignIn } from './use-sign-in.js';

/** @param userId who it must be, where a session goes on. */
export function SignInForm({ userId: fixed }: { readonly userId?: string }) {
  const signing = useSignIn(fixed ?? '');
  const { at, problem, isBusy, submit } = signing;
  const t = words.value.signIn;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Credentials signing={signing} isFixed={fixed !== undefined} />
      {at.step === 'new-password' && <NewPassword signing={signing} />}
      {at.step === 'role' && <Roles signing={signing} roles={at.roles} />}
      <div role="alert">{problem !== undefined && <p class="note wrong">{sentenceOf(problem)}</p>}</div>
      <button type="submit" disabled={isBusy}>
        {isBusy ? t.submitting : at.step === 'new-password' ? t.changePassword : t.submit}
      </button>
    </form>
  );
}

interface PartProps {
  readonly signing: SigningIn;
}

function Credentials({ signing: { typed, change }, isFixed }: PartProps & { readonly isFixed: boolean }) {
  const t = words.value.signIn;
  return (
    <>
      <Field
        label={t.userId}
        value={typed.userId}
        onInput={(userId) => change({ userId })}
        autocomplete="username"
        required
        readOnly={isFixed}
      />
      <Field
        label={t.password}
        value={typed.password}
        onInput={(password) => change({ password })}
        type="password"
        autocomplete="current-password"
        required
      />
      <Field
        label={t.oneTimeCode}
        help={t.oneTimeCodeHelp}
        value={typed.oneTimeCode}
        onInput={(oneTimeCode) => change({ oneTimeCode })}
        autocomplete="one-time-code"
        inputMode="numeric"
      />
    </>
  );
}

function NewPassword({ signing: { typed, change } }: PartProps) {
  const t = words.value.signIn;
  return (
    <Field
      label={t.newPassword}
      help={t.newPasswordHelp}
      value={typed.newPassword}
      onInput={(newPassword) => change({ newPassword })}
      type="password"
      autocomplete="new-password"
      required
    />
  );
}

function Roles({
  signing: { typed, change },
  roles,
}: PartProps & { readonly roles: Extract<SigningIn['at'], { step: 'role' }>['roles'] }) {
  return (
    <fieldset>
      <legend>{words.value.signIn.chooseRole}</legend>
      {roles.map((role) => (
        <label key={role} class="choice">
          <input type="radio" name="role" required checked={typed.role === role} onChange={() => change({ role })} />
          {roleWord(role)}
        </label>
      ))}
    </fieldset>
  );
}

function sentenceOf({ code, message }: Problem): string {
  const { signIn: t, problems } = words.value;
  if (code === 'sign-in-refused') return t.refused;
  if (code === NO_NETWORK) return problems.noNetwork;
  return code === 'too-many-requests' ? problems.tooMany : message;
}
