import { actorOf } from '@bali/access';
import { printJson, printLines } from '@bali/command-line';
import { CONFIGURATION, directoryOf, SYSTEM, thisSoftware } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { acceptLedger } from '@bali/operations';
import { Command, Option } from 'commander';
import { operator } from './identity-of-command.js';
import { reasonOfDecision } from './reason-of-decision.js';

interface AcceptOptions {
  readonly ledger: Ledger;
  readonly reason: string;
  readonly json?: boolean;
}

/** `bali ledgers`: what a person decides about a ledger that is held. */
export function ledgersCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('ledgers').description('decide about a ledger that is held').addCommand(
    new Command('accept')
      .description(
        'use a ledger as it was found, though it is not what was written into it: after everything else was tried, with every server stopped',
      )
      .addOption(new Option('--ledger <ledger>', 'the ledger').choices(LEDGERS).makeOptionMandatory())
      .requiredOption('--reason <text>', 'why, and who decided it: it stays in the access ledger', reasonOfDecision)
      .option('--json', 'print one JSON document')
      .action((options: AcceptOptions) => accept(environment, options)),
  );
}

async function accept(environment: NodeJS.ProcessEnv, { ledger, reason: why, json }: AcceptOptions): Promise<void> {
  const directory = directoryOf(CONFIGURATION.read(environment));
  const about = { directory, ledger, reason: why, by: actorOf(operator()), ambient: SYSTEM, software: thisSoftware() };
  const accepted = await acceptLedger(about);
  if (json === true) {
    printJson(accepted);
    return;
  }
  printLines(
    `The ${ledger} ledger is used as it was found from now on (${accepted.why}). The decision is in the access ledger.`,
    ...accepted.putAside.map((path) => `  Put aside     ${path}`),
    'What was signed is not forgotten: a ledger that lacks what was signed is still not signed.',
    'See docs/operations/incidents.md for what comes next.',
  );
}
