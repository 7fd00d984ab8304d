import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { Field } from '../../kit/field.js';
import { Section } from '../../kit/page.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { words } from '../../words/words.js';

type Step = { readonly at: 'begin' } | { readonly at: 'confirm'; readonly uri: string } | { readonly at: 'done' };

/** Sets up one-time codes: the password again, then a code of the new key. */
export function SecondFactor() {
  const { access: t } = words.value;
  const [step, setStep] = useState<Step>({ at: 'begin' });
  const [problem, setProblem] = useState<Problem>();
  const tried = (action: () => Promise<Step>): void => {
    setProblem(undefined);
    action().then(setStep, (error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Section title={t.secondFactor} help={t.secondFactorHelp}>
      {step.at === 'begin' && <Begin tried={tried} />}
      {step.at === 'confirm' && <Confirm uri={step.uri} tried={tried} />}
      {step.at === 'done' && (
        <p class="note" role="status">
          {t.confirmed}
        </p>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Section>
  );
}

interface StepProps {
  readonly tried: (action: () => Promise<Step>) => void;
}

function Begin({ tried }: StepProps) {
  const { access: t } = words.value;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = async (): Promise<Step> => {
    const oneTimeCode = code.trim() === '' ? {} : { oneTimeCode: code.trim() };
    const { uri } = await post<{ readonly uri: string }>('/v1/one-time-code', { password, ...oneTimeCode });
    return { at: 'confirm', uri };
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        tried(begin);
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
      <button type="submit">{t.begin}</button>
    </form>
  );
}

function Confirm({ uri, tried }: StepProps & { readonly uri: string }) {
  const { access: t } = words.value;
  const [code, setCode] = useState('');
  const confirmCode = async (): Promise<Step> => {
    await post('/v1/one-time-code/confirmation', { oneTimeCode: code.trim() });
    return { at: 'done' };
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        tried(confirmCode);
      }}
    >
      <p>{t.secret}</p>
      <code data-secret>{new URL(uri).searchParams.get('secret')}</code>
      <a href={uri}>{t.openApp}</a>
      <Field
        label={t.confirm}
        value={code}
        onInput={setCode}
        inputMode="numeric"
        autocomplete="one-time-code"
        required
      />
      <button type="submit">{t.confirm}</button>
    </form>
  );
}
