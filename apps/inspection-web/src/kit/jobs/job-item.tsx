import type { Job } from '@bali/queries';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { remove } from '../../api/client.js';
import { type Problem, problemOf } from '../../api/problem.js';
import { figure, words } from '../../words/words.js';
import { Moment } from '../moment.js';
import { ProblemNote } from '../problem-note.js';
import { isUnderWay } from './under-way.js';

export interface JobItemProps<OfJob extends Job> {
  readonly job: OfJob;
  /** Where jobs of its kind are: `/v1/packages`. */
  readonly path: string;
  readonly title: string;
  /** What is in the file, part by part. */
  readonly parts: readonly string[];
  readonly changed: () => void;
  readonly children?: ComponentChildren;
}

/** A file that is made in the background: how it stands, and what can be done with it. */
export function JobItem<OfJob extends Job>({ job, path, title, parts, changed, children }: JobItemProps<OfJob>) {
  const { jobs: t } = words.value;
  const { id, requestedAt, status, bytes, sha256, failure } = job;
  const [problem, setProblem] = useState<Problem>();
  const takeAway = async (): Promise<void> => {
    if (!isUnderWay(job) && !confirm(t.confirmRemove)) return;
    try {
      await remove(`${path}/${id}`);
      changed();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const size = bytes === undefined ? [] : [`${figure(Math.ceil(bytes / 1024))} KiB`];
  return (
    <li class="entry">
      <div class="entry-head">
        <strong>{title}</strong>
        <span class={PILLS[status] ?? 'pill'}>{t.statuses[status]}</span>
        <Moment utc={requestedAt} />
      </div>
      {children}
      <p class="help">{[...parts, ...size].join(' · ')}</p>
      {sha256 !== undefined && <code>{sha256}</code>}
      {failure !== undefined && <p class="note wrong">{failure}</p>}
      {isUnderWay(job) && <Progress job={job} />}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div class="line no-print">
        {status === 'ready' && (
          <a class="button" href={`${path}/${id}/file`} download>
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

const PILLS: Readonly<Partial<Record<Job['status'], string>>> = { ready: 'pill good', failed: 'pill bad' };

function Progress({ job: { progress } }: { readonly job: Job }) {
  const { jobs: t, common } = words.value;
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
