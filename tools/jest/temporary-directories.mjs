// Where the tests put their files: in memory, where there is room for them. A test that opens a store waits for the disk a dozen
// times, and proves the same without it. What is about the disk itself asks for a directory there (`directoryOnDisk`).
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
/** The tests of two workers hold less than a third of this at once. A container often has 64 MiB, which is too little. */
const BYTES_NEEDED = 2 ** 30;
const NAME = /^bali-tests-(\d+)$/;

/** For `globalSetup`. Each run has a directory of its own; workers, and the processes that they start, inherit it. */
export function setUp() {
  process.env.BALI_DISK_TMPDIR = tmpdir();
  const parent = hasRoom() ? IN_MEMORY : tmpdir();
  for (const name of readdirSync(parent).filter(isLeftBehind)) tidy(join(parent, name));
  process.env.TMPDIR = join(parent, `bali-tests-${process.pid}`);
  mkdirSync(process.env.TMPDIR, { mode: 0o700 });
}

/** For `globalTeardown`. */
export function tearDown() {
  remove(process.env.TMPDIR);
}

function hasRoom() {
  if (!existsSync(IN_MEMORY)) return false;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize >= BYTES_NEEDED;
}

/** Whether it belongs to a run that was killed before it could tidy up. */
function isLeftBehind(name) {
  const [, pid] = NAME.exec(name) ?? [];
  return pid !== undefined && !isRunning(Number(pid));
}

/** What another user left behind cannot be removed, and does no harm. */
function tidy(path) {
  try {
    remove(path);
  } catch {
    process.stderr.write(`${path} was left behind by a run that was killed, and cannot be removed.\n`);
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true });
}
