import { useState } from 'preact/hooks';
import { Icon } from '../kit/icon.js';
import { figure, words } from '../words/words.js';
import type { CheckedCheckpoint } from './check-checkpoint.js';
import { confirmedKeys, confirmKey } from './kept-checkpoints.js';
import { Verdict } from './verdict.js';

export interface CheckpointFactsProps {
  readonly checked: CheckedCheckpoint;
  readonly installation: string;
}

/** What was computed of a checkpoint, and the fingerprint for its reader to compare. */
export function CheckpointFacts({ checked, installation }: CheckpointFactsProps) {
  const [confirmed, setConfirmed] = useState(() => confirmedKeys(installation));
  const t = words.value.proof;
  const { note, origin, size, root, keys, since } = checked;
  const isConfirmed = keys.some(({ line }) => confirmed.includes(line));
  const confirm = (line: string, isTrue: boolean) => {
    confirmKey(installation, line, isTrue);
    setConfirmed(confirmedKeys(installation));
  };
  return (
    <>
      <Verdict
        kind={
          since.kind === 'fork' ? 'denounced' : keys.length === 0 ? 'wrong' : isConfirmed ? 'verified' : 'consistent'
        }
      >
        {since.kind === 'fork' ? <Denounced kept={since.kept} size={since.size} /> : <p>{sinceWord(checked)}</p>}
      </Verdict>
      <dl class="facts">
        <Fact title={t.signature} text={keys.length === 0 ? t.signatureWrong : t.signatureRight} />
        <Fact title={t.size} text={figure(size)} />
        <Fact title={t.origin} text={origin} isCode />
        <Fact title={t.root} text={root} isCode />
        {keys.map(({ line, fingerprint }) => (
          <div key={line}>
            <dt>{t.fingerprint}</dt>
            <dd>
              <code class="fingerprint">{fingerprint}</code>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={confirmed.includes(line)}
                  onChange={(event) => confirm(line, event.currentTarget.checked)}
                />
                {t.confirm}
              </label>
              <small class="help">{t.confirmHelp}</small>
            </dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t.note}</summary>
        <pre>{note}</pre>
      </details>
    </>
  );
}

function Denounced({ kept, size }: { readonly kept: string; readonly size: number }) {
  const t = words.value.proof;
  return (
    <>
      <p>
        <Icon name="wrong" /> {t.fork(figure(size))}
      </p>
      <p>{t.denouncedHelp}</p>
      <h3>{t.keptNote}</h3>
      <pre>{kept}</pre>
    </>
  );
}

function Fact({
  title,
  text,
  isCode = false,
}: {
  readonly title: string;
  readonly text: string;
  readonly isCode?: boolean;
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{isCode ? <code>{text}</code> : text}</dd>
    </div>
  );
}

function sinceWord({ since }: CheckedCheckpoint): string {
  const t = words.value.proof;
  switch (since.kind) {
    case 'first':
      return t.firstSeen;
    case 'same':
      return t.same;
    case 'grown':
      return t.grown(figure(since.size));
    case 'fork':
      return t.fork(figure(since.size));
  }
}
