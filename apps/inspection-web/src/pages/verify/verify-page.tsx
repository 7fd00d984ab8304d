import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { offer } from '../../app/session.js';
import { Field, Lines } from '../../kit/field.js';
import { Page, Section } from '../../kit/page.js';
import { confirmedKeys } from '../../proof/kept-checkpoints.js';
import type { VerifyOutcome } from '../../verify/messages.js';
import { prepareWorker, type Progress, type Running, verifyInWorker } from '../../verify/run.js';
import { figure, words } from '../../words/words.js';
import { OutcomeSection } from './outcome-section.js';

type State =
  | { readonly at: 'empty' }
  | { readonly at: 'working'; readonly name: string; readonly progress?: Progress; readonly running: Running }
  | { readonly at: 'done'; readonly name: string; readonly outcome: VerifyOutcome };

/** Verifies what somebody drops: offline, in a worker, with the verifier of the command line. */
export default function VerifyPage() {
  const [state, setState] = useState<State>({ at: 'empty' });
  const [key, setKey] = useState('');
  const [policy, setPolicy] = useState('');
  const [isReady, setReady] = useState(false);
  const { verify: t, proof } = words.value;
  const running = useRef<Running>(undefined);
  useEffect(() => {
    prepareWorker(() => setReady(true));
    return () => running.current?.stop();
  }, []);
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    running.current?.stop();
    const [given, witnesses] = [key.trim(), policy.trim()];
    const request = {
      file,
      ...(given === '' ? {} : { key: given }),
      ...(witnesses === '' ? {} : { policy: witnesses }),
    };
    const started = verifyInWorker(request, (progress) =>
      setState((before) => (before.at === 'working' ? { ...before, progress } : before)),
    );
    running.current = started;
    setState({ at: 'working', name: file.name, running: started });
    void started.outcome.then((outcome) => {
      if (running.current === started) setState({ at: 'done', name: file.name, outcome });
    });
  };
  const stop = (): void => {
    running.current?.stop();
    running.current = undefined;
    setState({ at: 'empty' });
  };
  return (
    <Page title={t.title} intro={t.intro}>
      <Section title={t.drop} help={t.limits}>
        <Field label={t.key} help={t.keyHelp} value={key} onInput={setKey} />
        <ConfirmedKeys choose={setKey} />
        <Lines label={t.policy} help={t.policyHelp} value={policy} onInput={setPolicy} />
        <DropPlace take={take} />
        <p class="help" role="status">
          {isReady ? t.ready : words.value.common.loading}
        </p>
        {state.at === 'working' && <Working name={state.name} progress={state.progress} stop={stop} />}
      </Section>
      {state.at === 'done' && <OutcomeSection name={state.name} outcome={state.outcome} />}
      <p class="help">{proof.ownServer}</p>
    </Page>
  );
}

function DropPlace({ take }: { readonly take: (file: File | undefined) => void }) {
  const [isOver, setOver] = useState(false);
  const { verify: t } = words.value;
  const id = useId();
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label for={id}>{t.choose}</label>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** Keys whose fingerprints were compared at this browser are at hand. */
function ConfirmedKeys({ choose }: { readonly choose: (line: string) => void }) {
  const { proof } = words.value;
  const keys = confirmedKeys(offer.value?.installation ?? '');
  if (keys.length === 0) return null;
  return (
    <div class="line">
      {keys.map((line) => (
        <button key={line} type="button" class="quiet" onClick={() => choose(line)}>
          {proof.key}: {line.split('+')[0]}
        </button>
      ))}
    </div>
  );
}

interface WorkingProps {
  readonly name: string;
  readonly progress: Progress | undefined;
  readonly stop: () => void;
}

function Working({ name, progress, stop }: WorkingProps) {
  const { verify: t, common } = words.value;
  const steps: Readonly<Record<string, string>> = t.steps;
  return (
    <div role="status">
      <label class="progress">
        <span>
          {t.working}: <bdi>{name}</bdi>
          {progress !== undefined &&
            `: ${steps[progress.step] ?? progress.step}, ${common.of(figure(progress.done), figure(progress.of))}`}
        </span>
        <progress {...(progress === undefined ? {} : { value: progress.done, max: Math.max(1, progress.of) })} />
      </label>
      <button type="button" class="quiet" onClick={stop}>
        {t.stop}
      </button>
    </div>
  );
}
