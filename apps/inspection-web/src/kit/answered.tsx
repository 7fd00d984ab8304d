import type { ComponentChildren } from 'preact';
import type { Asked } from '../api/use-query.js';
import { words } from '../words/words.js';
import { ProblemNote } from './problem-note.js';
import { Skeleton } from './skeleton.js';

export interface AnsweredProps<Answer> {
  readonly asked: Asked<Answer>;
  readonly lines?: number;
  readonly children: (answer: Answer) => ComponentChildren;
}

/** What was asked for; grey lines before it is there; what went wrong, where something did. */
export function Answered<Answer>({ asked, lines = 4, children }: AnsweredProps<Answer>) {
  const { answer, problem, isWaiting, again } = asked;
  if (problem !== undefined) return <ProblemNote problem={problem} again={again} />;
  if (answer === undefined) return <Skeleton label={words.value.common.loading} lines={lines} />;
  return <div aria-busy={isWaiting}>{children(answer)}</div>;
}
