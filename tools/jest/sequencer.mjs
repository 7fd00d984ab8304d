// In which order the suites begin: the longest first, so that no worker is left alone with one of them at the end. Jest would
// begin with the largest file where it has no cache. The order is the same in each run, whatever the machine.
import Sequencer from '@jest/test-sequencer';
import { basename } from 'node:path';
import { DURATIONS, USUALLY } from './durations.mjs';

export default class LongestFirst extends Sequencer {
  sort(tests) {
    tellUnknown(tests);
    const ordered = tests.map((test) => ({ test, seconds: secondsOf(test.path) }));
    ordered.sort((one, other) => other.seconds - one.seconds || (one.test.path < other.test.path ? -1 : 1));
    return ordered.map(({ test }) => test);
  }
}

function secondsOf(path) {
  const kind = Object.keys(USUALLY).find((ending) => path.endsWith(ending));
  return DURATIONS[basename(path)] ?? USUALLY[kind] ?? 0;
}

/** Says which names of the list no file has any more: then a suite that was renamed may begin late. */
function tellUnknown(tests) {
  const files = new Set([...(tests[0]?.context.hasteFS.getAbsoluteFileIterator() ?? [])].map((path) => basename(path)));
  const unknown = Object.keys(DURATIONS).filter((name) => !files.has(name));
  if (files.size === 0 || unknown.length === 0) return;
  process.stderr.write(`No suite has the name of ${unknown.join(', ')} in tools/jest/durations.mjs.\n`);
}
