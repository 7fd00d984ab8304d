import type { Job } from '@bali/queries';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Asked } from '../../api/use-query.js';
import { words } from '../../words/words.js';
import { Answered } from '../answered.js';
import { Section } from '../page.js';
import { isUnderWay } from './under-way.js';

const LOOK_AGAIN_MS = 1_000;

export interface JobsSectionProps<OfJob extends Job> {
  readonly title: string;
  readonly asked: Asked<readonly OfJob[]>;
  readonly children: (job: OfJob) => ComponentChildren;
}

/** The files that the reader asked for. While one is being made, the server is asked how far it is. */
export function JobsSection<OfJob extends Job>({ title, asked, children }: JobsSectionProps<OfJob>) {
  const { again, answer } = asked;
  const isMaking = answer?.some(isUnderWay) ?? false;
  useEffect(() => {
    if (!isMaking) return;
    const timer = setTimeout(again, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isMaking, answer]);
  return (
    <Section title={title}>
      <Answered asked={asked}>
        {(jobs) =>
          jobs.length === 0 ? <p>{words.value.jobs.none}</p> : <ul class="jobs">{jobs.map((job) => children(job))}</ul>
        }
      </Answered>
    </Section>
  );
}
