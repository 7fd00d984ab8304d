import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { Field } from '../../kit/field.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { words } from '../../words/words.js';

export const PASSKEYS = '/v1/passkeys';

/** Registers a passkey: all credentials again, then what the browser and the device of the person ask for. */
export function RegisterPasskey({ registered }: { readonly registered: () => void }) {
  const { access: t } = words.value;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const register = async (): Promise<void> => {
    setSaid('');
    setProblem(undefined);
    try {
      const isMade = await makePasskey(password, code.trim());
      setSaid(isMade ? t.registered : t.notRegistered);
      if (isMade) registered();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setPassword('');
      setCode('');
    }
  };
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void register();
      }}
    >
      <Field
        label={t.passwordAgain}
        type="password"
        value={password}
        onInput={setPassword}
        autocomplete="current-password"
        required
      />
      <Field label={t.currentCode} value={code} onInput={setCode} inputMode="numeric" autocomplete="one-time-code" />
      <button type="submit">{t.register}</button>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p role="status">{said}</p>
    </form>
  );
}

/** @returns whether the device made one; a person may also have said no to it. @throws Problem */
async function makePasskey(password: string, oneTimeCode: string): Promise<boolean> {
  const asked = { password, ...(oneTimeCode !== '' && { oneTimeCode }) };
  const { publicKey } = await post<{ readonly publicKey: PublicKeyCredentialCreationOptionsJSON }>(
    `${PASSKEYS}/options`,
    asked,
  );
  const made = await created(publicKey);
  if (made === undefined) return false;
  const { id: credential, response } = made.toJSON() as RegistrationResponseJSON;
  const { clientDataJSON, attestationObject } = response;
  await post(PASSKEYS, { credential, clientDataJSON, attestationObject });
  return true;
}

/** `undefined` when the person said no, or the browser makes none. */
async function created(publicKey: PublicKeyCredentialCreationOptionsJSON): Promise<PublicKeyCredential | undefined> {
  try {
    const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
    const made = await navigator.credentials.create({ publicKey: options });
    return made instanceof PublicKeyCredential ? made : undefined;
  } catch {
    return undefined;
  }
}
