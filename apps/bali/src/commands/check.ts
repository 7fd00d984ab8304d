import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import { type Alarm, Alarms, CONFIGURATION, directoryOf, SYSTEM } from '@bali/installation';
import type { VerifierKey } from '@bali/ledger';
import { type Checked, checkInstallation, type Finding } from '@bali/operations';
import { Command } from 'commander';
import { tmpdir } from 'node:os';
import { keyOption, knownKeys } from './known-keys.js';

interface CheckCommandOptions {
  readonly key?: readonly VerifierKey[];
  readonly seen?: boolean;
  readonly json?: boolean;
}

export function checkCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('check')
    .description('look at every file of this installation, stopped or running, and say what is wrong and what to do')
    .addOption(keyOption())
    .option('--seen', 'say that the alarms which the server raised have been seen: they are over')
    .option('--json', 'print one JSON document')
    .action((options: CheckCommandOptions) => check(options, environment));
}

/** Nothing is changed but by `--seen`. What was found is printed; that anything was is the refusal. */
async function check({ key, seen, json }: CheckCommandOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const configuration = CONFIGURATION.read(environment);
  const directory = directoryOf(configuration);
  const alarms = seen === true ? new Alarms(directory.alarms, SYSTEM.now).seen() : [];
  const checked = await checkInstallation({
    ...{ directory, logHost: configuration.logHost, scratch: tmpdir(), progress: showProgress },
    keys: keysOf(environment, directory.keys, key),
  }).finally(endProgress);
  const count = checked.reduce((sum, { findings }) => sum + findings.length, 0);
  if (json === true) printJson({ ok: count === 0, checks: checked, seen: alarms });
  else printLines(...alarms.map(seenLine), ...checked.flatMap(linesOf));
  if (count > 0) throw new Refused(`${count} ${count === 1 ? 'thing is' : 'things are'} wrong with this installation`);
}

/** Keys that cannot be read are a finding, and no reason to look at nothing. */
function keysOf(environment: NodeJS.ProcessEnv, keys: string, given: readonly VerifierKey[] | undefined) {
  try {
    return knownKeys(environment, [keys], given);
  } catch {
    return {};
  }
}

function linesOf({ check: name, findings }: Checked): readonly string[] {
  return findings.length === 0 ? [`well   ${name}`] : [`WRONG  ${name}`, ...findings.flatMap(findingLines)];
}

function findingLines({ file, what, wayOut }: Finding): readonly string[] {
  return [`       ${file} ${what.endsWith('.') ? what : `${what}.`}`, `         ${wayOut}`];
}

function seenLine({ about, raisedAt }: Alarm): string {
  return `seen   the alarm about ${about}, raised at ${raisedAt}`;
}
