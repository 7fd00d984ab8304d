/** A process that backs up, and is killed when it begins to copy a given file. */
import { EMBEDDED_STORE } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { makeBackUp } from '../src/back-up/make-back-up.js';

const [directory = '', out = '', killedAt = ''] = process.argv.slice(2);
await makeBackUp({
  // JSON holds no store, which can open ledgers.
  directory: { ...(JSON.parse(directory) as Omit<DataDirectory, 'store'>), store: EMBEDDED_STORE },
  out,
  now: () => new Date(),
  software: { version: '1.0.0', commit: 'unknown' },
  progress: (file) => {
    if (file === killedAt) process.kill(process.pid, 'SIGKILL');
  },
});
