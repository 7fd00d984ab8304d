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

/** Verifies a file in a worker, whose own policy gives it no network. */
export function verifyInWorker(request: VerifyRequest, onProgress: (progress: Progress) => void): Running {
  const worker = new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
  const outcome = new Promise<VerifyOutcome>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if ('progress' in data) {
        onProgress(data.progress);
        return;
      }
      worker.terminate();
      resolve(data.outcome);
    });
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      resolve({ kind: 'failed', message });
    });
    worker.postMessage(request);
  });
  return { outcome, stop: () => worker.terminate() };
}
