import { useState } from 'preact/hooks';
import { newKey } from '../kit/new-key.js';
import { post } from './client.js';
import { type Problem, problemOf } from './problem.js';

/** A command that a form sends, as far as the server has answered. */
export interface Commanded {
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  /** Sends it, and goes on with `done` once it is done; what went wrong is in `problem`. */
  readonly send: (path: string, body: object, done: () => void) => Promise<void>;
}

/** One key for what is typed: sent again after a failure of the network, it is done once. */
export function useCommand(): Commanded {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const send = async (path: string, body: object, done: () => void): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await post(path, body, key);
      setKey(newKey());
      done();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { problem, isBusy, send };
}
