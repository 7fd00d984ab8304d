/** A process that backs up, and is killed when it begins to copy a given file. */
import type { DataDirectory } from '@bali/installation';
import { makeBackUp } from '../src/back-up/make-back-up.js';

const [directory = '', out = '', killedAt = ''] = process.argv.slice(2);
await makeBackUp({
  directory: JSON.parse(directory) as DataDirectory,
  out,
  now: () => new Date(),
  software: { version: '1.0.0', commit: 'unknown' },
  progress: (file) => {
    if (file === killedAt) process.kill(process.pid, 'SIGKILL');
  },
});
