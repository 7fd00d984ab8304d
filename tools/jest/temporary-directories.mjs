// Where the tests put their files: in memory, where there is room for them. A test that opens a store waits for the disk a dozen
// times, and proves the same without it. What is about the disk itself asks for a directory there (`directoryOnDisk`).
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** The tests of two workers hold less than a third of this at once. A container often has 64 MiB, which is too little. */
const BYTES_NEEDED = 2 ** 30;
const NAME = /^bali-tests-(\d+)$/;

/** For `globalSetup`: workers, and the processes that they start, inherit the environment. */
export function setUp() {
  process.env.BALI_DISK_TMPDIR = tmpdir();
  if (!hasRoom()) return;
  for (const name of readdirSync(IN_MEMORY)) if (isLeftBehind(name)) remove(name);
  process.env.TMPDIR = join(IN_MEMORY, `bali-tests-${process.pid}`);
  mkdirSync(process.env.TMPDIR, { mode: 0o700 });
}

/** For `globalTeardown`. */
export function tearDown() {
  remove(`bali-tests-${process.pid}`);
}

function hasRoom() {
  if (!existsSync(IN_MEMORY)) return false;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize >= BYTES_NEEDED;
}

/** Whether it belongs to a run that was killed before it could tidy up. */
function isLeftBehind(name) {
  const [, pid] = NAME.exec(name) ?? [];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}

function remove(name) {
  rmSync(join(IN_MEMORY, name), { recursive: true, force: true });
}
