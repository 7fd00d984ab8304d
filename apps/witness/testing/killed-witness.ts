import { type OfOthers, program as programOf } from '@bali/event-store/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('witness-process.ts', import.meta.url));

/** What makes a process of a program see a volume that nobody else sees: a namespace for mounts, for which no rights are needed. */
const UNSHARE = ['unshare', '--map-root-user', '--mount', '--', 'sh', '-c'] as const;
const MOUNT = 'mount -t tmpfs -o "size=$0" none "$1" && shift && exec "$@"';

/** A volume of its own for a process. */
export const SMALL_VOLUMES: OfOthers = programOf(
  'no process may mount a volume of its own here (unshare, of util-linux), so no witness has a disk that is full',
  ...([...UNSHARE, 'mkdir -p /tmp && mount -t tmpfs -o size=64k none /tmp'] as const),
);

function onVolumeOf(bytes: number, folder: string): readonly string[] {
  return [...UNSHARE, MOUNT, String(bytes), folder];
}

/** A witness in a process of its own, which a test can end as a power cut would. */
export class KilledWitness implements AsyncDisposable {
  readonly url: string;
  /** The files of its volume, as it sees them. Only where it has one of its own. */
  readonly volume: string;
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;

  private constructor(url: string, folder: string, process: ChildProcess, closed: Promise<unknown>) {
    this.url = url;
    this.volume = `/proc/${process.pid}/root${folder}`;
    this.#process = process;
    this.#closed = closed;
  }

  /**
   * @param log its origin and its verifier key. @param isNew whether key and state are made; else they are there.
   * @param volumeBytes has it keep its files on a volume of its own of this size, in memory, which is gone when it is.
   */
  static async start(
    { folder, name }: { readonly folder: string; readonly name: string },
    log: { readonly origin: string; readonly verifierKey: string },
    isNew: boolean,
    volumeBytes?: number,
  ): Promise<KilledWitness> {
    const told = [folder, name, log.origin, log.verifierKey, isNew ? 'new' : 'old'];
    const program = ['--import', './tools/typescript-hooks.mjs', PROGRAM, ...told];
    const onVolume = volumeBytes === undefined ? [] : onVolumeOf(volumeBytes, folder);
    const [command = '', ...args] = [...onVolume, process.execPath, ...program];
    const stdio = ['ignore', 'pipe', volumeBytes === undefined ? 'inherit' : 'ignore'] as const;
    const child = spawn(command, args, { cwd: ROOT, stdio: [...stdio], env: { PATH: process.env['PATH'] } });
    const closed = once(child, 'close');
    const ended = closed.then(() => {
      throw new Error('the witness ended before it served');
    });
    ended.catch(() => undefined);
    const [url] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
    return new KilledWitness(url, folder, child, closed);
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
