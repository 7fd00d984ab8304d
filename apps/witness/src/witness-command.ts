import { printLines, Refused } from '@bali/command-line';
import { makeDurably } from '@bali/event-store';
import { fingerprintOf, formatWitnessKey, isKeyName } from '@bali/ledger';
import { Command, InvalidArgumentError } from 'commander';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { pollLog } from './poll.js';
import { readKnownLogs } from './known-logs.js';
import { type KnownLog, Witness } from './witness.js';
import { keyFileOf, ownKey, readKey } from './witness-key.js';
import { serveWitness } from './witness-server.js';
import { makeState } from './witness-state.js';

interface FilesOptions {
  readonly key: string;
  readonly state: string;
}

interface ServeOptions extends FilesOptions {
  readonly logs: string;
  readonly host: string;
  readonly port: number;
  readonly poll?: number;
}

/** Serves until it is stopped: handed in by the command line that this command is part of. */
export type UntilStopped = (serve: () => Promise<{ readonly close: () => Promise<void> }>) => Promise<void>;

/** `bali witness`: cosigns the checkpoints of logs, on the machine of a hospital that does not run them. */
export function witnessCommand(untilStopped: UntilStopped): Command {
  return new Command('witness')
    .description(
      'witness transparency logs: cosign each tree that extends the last one seen (C2SP tlog-witness), until stopped',
    )
    .addCommand(
      withFiles(new Command('create').description('make the key and the empty state of a new witness'))
        .requiredOption(
          '--name <name>',
          'the name in its cosignatures, such as witness.chu-nantes.example/bali',
          nameOf,
        )
        .action(create),
    )
    .addCommand(
      new Command('key')
        .description('show the verifier key, to be put into policies')
        .requiredOption('--key <file>', 'the file of the key')
        .action(({ key }: Pick<FilesOptions, 'key'>) => printLines(...keyLines(key))),
    )
    .addCommand(
      withFiles(new Command('serve').description('serve, and poll where a log cannot reach this machine'))
        .requiredOption(
          '--logs <file>',
          'the logs that are known: lines `log <verifier key> [<address>]` (C2SP tlog-policy)',
        )
        .option(
          '--host <address>',
          'the address to listen on; behind TLS where it is not the loopback address',
          '127.0.0.1',
        )
        .option('--port <number>', 'the port to listen on; 0: one that is free', portOf, 7380)
        .option(
          '--poll <seconds>',
          'how often the logs that have an address are asked for their newest checkpoint',
          secondsOf,
        )
        .action((options: ServeOptions) => serve(options, untilStopped)),
    );
}

function withFiles(command: Command): Command {
  return command
    .requiredOption('--key <file>', 'the file of the key; the mark of how far it has signed lies beside it')
    .requiredOption('--state <file>', 'the file of the state, on another volume than the key if there is one');
}

function create({ key, state, name }: FilesOptions & { readonly name: string }): void {
  if (existsSync(key)) throw new Refused(`${key} is there already, and is left as it is`);
  const seed = randomBytes(32);
  makeState({ key, state }, ownKey(name, seed));
  if (!makeDurably(key, keyFileOf(name, seed))) throw new Refused(`${key} is there already, and is left as it is`);
  printLines(...keyLines(key));
}

function keyLines(path: string): readonly string[] {
  const { key } = readKey(path);
  return [formatWitnessKey(key), `SHA-256 ${fingerprintOf(key)}`];
}

async function serve({ key, state, logs, host, port, poll }: ServeOptions, untilStopped: UntilStopped): Promise<void> {
  const now = () => new Date();
  const warn = (sentence: string) => void process.stderr.write(`${now().toISOString()} ${sentence}\n`);
  await untilStopped(async () => {
    const witness = new Witness({ files: { key, state }, logs: readKnownLogs(logs), now, warn });
    try {
      const served = await serveWitness(witness, { host, port, now });
      const stopPolling = poll === undefined ? () => Promise.resolve() : startPolling(witness, poll, warn);
      printLines(`${witness.key.name} listens on ${served.url}`);
      return {
        close: async () => {
          await stopPolling();
          await served.close();
          witness[Symbol.dispose]();
        },
      };
    } catch (error) {
      witness[Symbol.dispose]();
      throw error;
    }
  });
}

function startPolling(witness: Witness, seconds: number, warn: (sentence: string) => void): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve();
  let isUnderWay = false;
  const withAddress = witness.logs.filter((log): log is KnownLog & { readonly url: string } => log.url !== undefined);
  const pollAll = async () => {
    for (const log of withAddress)
      if (!(await pollLog(witness, log)))
        warn(`${log.origin}: ${witness.heardOf(log.origin)?.sentence ?? 'not cosigned'}`);
  };
  const tick = () => {
    if (isUnderWay) return;
    isUnderWay = true;
    under = pollAll()
      .catch((error: unknown) => warn(String(error)))
      .finally(() => (isUnderWay = false));
  };
  const timer = setInterval(tick, seconds * 1000);
  tick();
  return async () => {
    clearInterval(timer);
    await under;
  };
}

function nameOf(text: string): string {
  if (isKeyName(text) && text.length <= 200) return text;
  throw new InvalidArgumentError('It must be one word without a plus sign, such as witness.chu-nantes.example/bali.');
}

function portOf(text: string): number {
  if (/^[0-9]{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError('It must be a port.');
}

function secondsOf(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 99,999.');
}
