import { dayOf, lockedUntil, ROLES } from '@bali/access';
import { printJson, printLines, Refused } from '@bali/command-line';
import { AccountCommandRefused, type AccountReader, type Identity } from '@bali/identity';
import { CONFIGURATION, openIdProvider, SYSTEM } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { bindCommand } from './accounts-bind.js';
import { date, operator, userIdentifier, withAccounts, withIdentity } from './identity-of-command.js';

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
  accounts
    .command('first-administrator')
    .description('make the first administrator, if there is no account yet, and print the one-time password, once')
    .option('--user <id>', 'the account', userIdentifier, 'administrator')
    .option('--name <name>', 'the name of the person', 'First administrator')
    .option('--organisation <name>', 'where the person works', TRIAL.sponsor)
    .option(...AS_JSON)
    .action((options: Omit<FirstAdministratorOptions, 'hasProvider'>) => {
      const hasProvider = openIdProvider(CONFIGURATION.read(environment)) !== undefined;
      return withIdentity(environment, (identity) => firstAdministrator(identity, { ...options, hasProvider }));
    });
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
  const [requestId, commandId, causationId] = [randomUUID(), randomUUID(), randomUUID()];
  try {
    await accounts.administer(operator(), {
      userId: user,
      command: { type: 'LinkOpenIdentity', issuer, subject },
      asking: { requestId, source: { client: 'bali', ip: '127.0.0.1' } },
      repeatable: { commandId, causationId },
    });
  } catch (error) {
    throw error instanceof AccountCommandRefused ? new Refused(error.message, { cause: error }) : error;
  }
  printLines(`${user} signs in as ${subject} of ${issuer} from now on.`);
}

interface FirstAdministratorOptions extends Printed {
  readonly user: string;
  readonly name: string;
  readonly organisation: string;
  /** Whether an OpenID provider lets people in: then no password is of any use. */
  readonly hasProvider: boolean;
}

async function firstAdministrator({ accounts }: Identity, options: FirstAdministratorOptions): Promise<void> {
  const { user: userId, name, organisation, json, hasProvider } = options;
  const password = await accounts.createFirstAdministrator({ userId, name, organisation });
  if (password === undefined) throw new Refused('there are accounts already: an administrator makes the others');
  if (json === true) printJson(hasProvider ? { userId } : { userId, password });
  else if (hasProvider) printLines(`The first administrator is "${userId}": link it with \`bali accounts link\``);
  else
    printLines(
      `The first administrator is "${userId}", with the password ${password}`,
      'It is good for one thing: to choose another one, with POST /v1/password. It is not told again.',
    );
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
