import { useState } from 'preact/hooks';
import type { AskedSignature } from '../../api/problem.js';
import type { Commanded } from '../../api/use-command.js';
import { offer, person } from '../../app/session.js';
import { roleWord, words } from '../../words/words.js';
import { Dialog } from '../dialog.js';
import { Field } from '../field.js';
import { ProblemNote } from '../problem-note.js';
import { signedByPasskey } from './signed-by-passkey.js';

interface SignatureDialogProps {
  readonly command: Commanded;
  readonly asked: AskedSignature;
}

/** Shows what a signature means, and asks its signer for credentials again. */
export function SignatureDialog({ command, asked }: SignatureDialogProps) {
  const { signing: t } = words.value;
  const { problem, giveUp } = command;
  const who = person.value;
  return (
    <Dialog title={t.title} onClose={giveUp}>
      <p class="help">{t.shown}</p>
      <blockquote class="meaning" dir="auto" lang="en">
        {asked.meaning}
      </blockquote>
      {who !== undefined && (
        <p>
          {t.signer}: <bdi>{who.name}</bdi>, {roleWord(who.role)}
        </p>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
      {asked.passkey !== undefined && <ByPasskey command={command} asked={asked} />}
      {offer.value?.passwords === false ? <p class="note">{t.elsewhere}</p> : <ByPassword command={command} />}
      <button type="button" class="quiet" onClick={giveUp}>
        {t.cancel}
      </button>
    </Dialog>
  );
}

function ByPassword({ command: { sign, isBusy } }: Pick<SignatureDialogProps, 'command'>) {
  const { signing: t, signIn } = words.value;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = async (): Promise<void> => {
    const oneTimeCode = code.trim();
    await sign({ ...(password !== '' && { password }), ...(oneTimeCode !== '' && { oneTimeCode }) });
    setPassword('');
    setCode('');
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={t.password}
        help={t.passwordHelp}
        type="password"
        value={password}
        onInput={setPassword}
        autocomplete="current-password"
      />
      <Field
        label={signIn.oneTimeCode}
        value={code}
        onInput={setCode}
        inputMode="numeric"
        autocomplete="one-time-code"
      />
      <button type="submit" disabled={isBusy || (password === '' && code.trim() === '')}>
        {t.sign}
      </button>
    </form>
  );
}

function ByPasskey({ command: { sign, isBusy }, asked: { passkey } }: SignatureDialogProps) {
  const { signing: t } = words.value;
  const [isRefused, setRefused] = useState(false);
  const submit = async (): Promise<void> => {
    const given = passkey && (await signedByPasskey(passkey));
    setRefused(given === undefined);
    if (given !== undefined) await sign({ passkey: given });
  };
  return (
    <div class="stack">
      <button type="button" disabled={isBusy} onClick={() => void submit()}>
        {t.passkey}
      </button>
      <p role="status">{isRefused && t.passkeyRefused}</p>
    </div>
  );
}
