import type { FromWorker, VerifyOutcome, VerifyRequest } from './messages.js';
import workerUrl from './worker.ts?worker&url';

export interface Running {
  readonly outcome: Promise<VerifyOutcome>;
  readonly stop: () => void;
}

export type Progress = Extract<FromWorker, { progress: unknown }>['progress'];

/** The part of Trusted Types that is used here, in browsers that have it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The policy of the server lets a script be started by this name alone, and this names one script. */
const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy('bali-worker', { createScriptURL: () => workerUrl });

/** Workers that were started before they were needed, so that a file verifies without any network from the moment it is dropped. */
const ready: Worker[] = [];

/** Starts a worker ahead of the next file. @param whenReady is called once it needs no network any more. */
export function prepareWorker(whenReady: () => void): void {
  if (ready.length > 0) {
    whenReady();
    return;
  }
  const worker = startWorker();
  worker.addEventListener('message', whenReady, { once: true });
  ready.push(worker);
}

function startWorker(): Worker {
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
}

/** Verifies a file in a worker, whose own policy gives it no network. */
export function verifyInWorker(request: VerifyRequest, onProgress: (progress: Progress) => void): Running {
  const worker = ready.pop() ?? startWorker();
  let isOver = false;
  const outcome = new Promise<VerifyOutcome>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if ('progress' in data) onProgress(data.progress);
      else if ('outcome' in data) resolve(data.outcome);
    });
    worker.addEventListener('error', ({ message }) => resolve({ kind: 'failed', message }));
    worker.postMessage(request);
  });
  // It is as good as new once it has answered: what it held of a file is gone with that file.
  void outcome.then(({ kind }) => {
    isOver = true;
    if (kind === 'failed' || ready.length > 0) worker.terminate();
    else ready.push(worker);
  });
  const stop = (): void => {
    if (!isOver) worker.terminate();
  };
  return { outcome, stop };
}
