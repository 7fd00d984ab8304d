import { useEffect, useRef, useState } from 'preact/hooks';
import { generation } from '../app/session.js';
import { type Problem, problemOf } from './problem.js';

/** What was asked of the server, as far as it has answered. */
export interface Asked<Answer> {
  /** The last answer; it stays while the next one is awaited, so that nothing jumps. */
  readonly answer: Answer | undefined;
  readonly problem: Problem | undefined;
  readonly isWaiting: boolean;
  readonly again: () => void;
}

interface Kept<Answer> {
  readonly key: string;
  readonly answer?: Answer;
  readonly problem?: Problem;
}

/**
 * Asks the server when a page is shown, whenever the key changes, and once more after the reader has signed in again.
 * @param key names the question: what is asked depends on nothing else.
 */
export function useQuery<Answer>(key: string, ask: (signal: AbortSignal) => Promise<Answer>): Asked<Answer> {
  const [kept, setKept] = useState<Kept<Answer>>({ key: '' });
  const [tries, setTries] = useState(0);
  const whole = `${generation.value} ${tries} ${key}`;
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    const controller = new AbortController();
    const done = (next: Kept<Answer>) => {
      if (!controller.signal.aborted) setKept(next);
    };
    asking.current(controller.signal).then(
      (answer) => done({ key: whole, answer }),
      (error: unknown) =>
        setKept((before) =>
          controller.signal.aborted ? before : { ...before, key: whole, problem: problemOf(error) },
        ),
    );
    return () => controller.abort();
  }, [whole]);
  const isWaiting = kept.key !== whole;
  return {
    answer: kept.answer,
    problem: isWaiting ? undefined : kept.problem,
    isWaiting,
    again: () => setTries((count) => count + 1),
  };
}
