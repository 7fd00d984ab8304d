import { dayOf, lockedUntil, ROLES } from '@bali/access';
import { printJson, printLines } from '@bali/command-line';
import type { AccountReader, Identity } from '@bali/identity';
import { SYSTEM } from '@bali/installation';
import { Command } from 'commander';
import { bindCommand } from './accounts-bind.js';
import { administratorsCommands } from './administrators.js';
import { administerAsOperator, date, userIdentifier, withAccounts, withIdentity } from './identity-of-command.js';

interface Printed {
  readonly json?: boolean;
}

const AS_JSON = ['--json', 'print one JSON document'] as const;

export function accountsCommand(environment: NodeJS.ProcessEnv): Command {
  const accounts = new Command('accounts').description('the accounts of this installation, and its delegation log');
  accounts
    .command('list')
    .description('every account, also those that are deactivated')
    .option(...AS_JSON)
    .action((options: Printed) => withAccounts(environment, (accounts) => list(accounts, options)));
  accounts
    .command('log')
    .description('who could do what, and where, on a day')
    .option('--on <date>', "the day, in the trial's time zone (default: today)", date)
    .option(...AS_JSON)
    .action((options: Printed & { on?: string }) =>
      withAccounts(environment, (accounts) => delegationLog(accounts, options)),
    );
  accounts
    .command('link')
    .description('link an account to a person at the OpenID provider')
    .requiredOption('--user <id>', 'the account', userIdentifier)
    .requiredOption('--issuer <url>', 'the provider, as it writes its issuer identifier itself')
    .requiredOption('--subject <sub>', "the person's identifier there")
    .action((options: LinkOptions) => withIdentity(environment, (identity) => link(identity, options)));
  for (const command of administratorsCommands(environment)) accounts.addCommand(command);
  accounts.addCommand(bindCommand(environment));
  return accounts;
}

async function list(accounts: AccountReader, { json }: Printed): Promise<void> {
  const now = SYSTEM.now().toISOString();
  const all = (await accounts.all()).map((account) => {
    const { userId, name, organisation, identityVerified, openIdentity, deactivatedAt } = account;
    const state =
      deactivatedAt !== undefined ? 'deactivated' : lockedUntil(account, now) !== undefined ? 'locked out' : 'active';
    const link = openIdentity === undefined ? {} : { openIdentity };
    return { userId, name, organisation, identityVerified, state, sessions: account.sessions.length, ...link };
  });
  if (json === true) printJson(all);
  else if (all.length === 0) printLines('There is no account yet.');
  else
    printLines(
      ...columns(all.map(({ userId, name, organisation, state }) => [userId, state, `${name}, ${organisation}`])),
    );
}

async function delegationLog(
  accounts: AccountReader,
  { on = dayOf(SYSTEM.now().toISOString()), json }: Printed & { on?: string },
): Promise<void> {
  const entries = await accounts.delegationLog(on);
  const rows = entries.map(({ userId, name, role, sites, from, until, delegatedBy }) => {
    const where = sites.length === 0 ? '' : ` at ${sites.join(', ')}`;
    const period = until === undefined ? `from ${from}` : `from ${from} until ${until}`;
    return [userId, name, `${ROLES[role].title}${where}`, `${period}, by ${delegatedBy}`];
  });
  if (json === true) printJson({ on, items: entries });
  else if (rows.length === 0) printLines(`Nobody had a role on ${on}.`);
  else printLines(`Who could do what on ${on}`, ...columns(rows));
}

interface LinkOptions {
  readonly user: string;
  readonly issuer: string;
  readonly subject: string;
}

async function link({ accounts }: Identity, { user, issuer, subject }: LinkOptions): Promise<void> {
  await administerAsOperator(accounts, user, { type: 'LinkOpenIdentity', issuer, subject });
  printLines(`${user} signs in as ${subject} of ${issuer} from now on.`);
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
