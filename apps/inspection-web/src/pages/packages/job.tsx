import type { PackageJob } from '@bali/queries';
import { useState } from 'preact/hooks';
import { remove } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { Moment } from '../../kit/moment.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { figure, ledgerWord, words } from '../../words/words.js';

/** One package: how it stands, and what can be done with it. */
export function Job({ job, changed }: { readonly job: PackageJob; readonly changed: () => void }) {
  const { packages: t } = words.value;
  const { id, ledger, reason, requestedAt, status, sha256, failure } = job;
  const [problem, setProblem] = useState<Problem>();
  const takeAway = async (): Promise<void> => {
    if (!isUnderWay(job) && !confirm(t.confirmRemove)) return;
    try {
      await remove(`/v1/packages/${id}`);
      changed();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <li class="entry">
      <div class="entry-head">
        <strong>{ledgerWord(ledger)}</strong>
        <span class={PILLS[status] ?? 'pill'}>{t.statuses[status]}</span>
        <Moment utc={requestedAt} />
      </div>
      <p dir="auto">{reason}</p>
      <Contents job={job} />
      {sha256 !== undefined && <code>{sha256}</code>}
      {failure !== undefined && <p class="note wrong">{failure}</p>}
      {isUnderWay(job) && <Progress job={job} />}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div class="line no-print">
        {status === 'ready' && (
          <a class="button" href={`/v1/packages/${id}/file`} download>
            {t.download}
          </a>
        )}
        <button type="button" class="quiet" onClick={() => void takeAway()}>
          {isUnderWay(job) ? t.stop : t.remove}
        </button>
      </div>
    </li>
  );
}

const PILLS: Readonly<Partial<Record<PackageJob['status'], string>>> = { ready: 'pill good', failed: 'pill bad' };

function isUnderWay({ status }: PackageJob): boolean {
  return status === 'making' || status === 'waiting';
}

function Contents({ job: { treeSize, texts, bytes, missing } }: { readonly job: PackageJob }) {
  const { packages: t } = words.value;
  const parts = [
    `${t.events}: ${figure(treeSize)}`,
    t.texts[texts],
    ...(bytes === undefined ? [] : [`${figure(Math.ceil(bytes / 1024))} KiB`]),
    ...(missing === undefined ? [] : [t.missing(figure(missing))]),
  ];
  return <p class="help">{parts.join(' · ')}</p>;
}

function Progress({ job: { progress } }: { readonly job: PackageJob }) {
  const { packages: t, common } = words.value;
  return (
    <label class="progress">
      <span>
        {t.making}
        {progress !== undefined && `: ${progress.step}, ${common.of(figure(progress.done), figure(progress.of))}`}
      </span>
      <progress {...(progress === undefined ? {} : { value: progress.done, max: Math.max(1, progress.of) })} />
    </label>
  );
}
