import { printJson, printLines, Refused } from '@bali/command-line';
import { AccountCommandRefused, type Identity, type UnboundAccount } from '@bali/identity';
import { Command, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import { operator, userIdentifier, withAccounts, withIdentity } from './identity-of-command.js';

interface BindOptions {
  readonly user?: string;
  readonly all?: boolean;
  readonly confirm?: boolean;
  readonly json?: boolean;
}

const WHAT_IT_DOES = [
  'These credentials were set before this version, and let nobody in. Binding records that they count as credentials.db',
  'holds them now. Whoever could write that file may have put a password of their own there: bind the accounts of which',
  'you are certain, and let two administrators recover the others. Each holder then signs in with what they had.',
];

export function bindCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('bind')
    .description('bind credentials that were set before this version, so that their holders can sign in again')
    .addOption(new Option('--user <id>', 'this account').argParser(userIdentifier).conflicts('all'))
    .option('--all', 'every account')
    .option('--confirm', 'do it; without this, the command only shows what it would do')
    .option('--json', 'print one JSON document')
    .action((options: BindOptions) => {
      if (options.confirm === true && options.user === undefined && options.all !== true)
        throw new Refused('say which accounts are bound: --user ID, or --all');
      return bind(environment, options);
    });
}

async function bind(environment: NodeJS.ProcessEnv, { user, confirm = false, json }: BindOptions): Promise<void> {
  let unbound: readonly UnboundAccount[] = [];
  await withAccounts(environment, async (accounts) => {
    unbound = (await accounts.unbound()).filter(({ userId }) => user === undefined || userId === user);
  });
  if (json !== true) show(unbound);
  if (confirm)
    await withIdentity(environment, async ({ binding }) => {
      for (const { userId } of unbound) await bindOne(binding, userId);
    });
  const accounts = unbound.map(({ userId, credentials }) => ({
    userId,
    credentials: credentials.map(({ kind, setAt }) => ({ kind, setAt })),
  }));
  if (json === true) printJson({ bound: confirm, accounts });
  else if (unbound.length > 0) printLines(confirm ? 'They are bound.' : 'Nothing was done: it is done with --confirm.');
}

function show(unbound: readonly UnboundAccount[]): void {
  if (unbound.length === 0) printLines('There is nothing to bind.');
  else
    printLines(
      ...WHAT_IT_DOES,
      ...unbound.flatMap(({ userId, name, organisation, credentials }) => [
        `${userId}  ${name}, ${organisation}`,
        ...credentials.map(({ kind, setAt }) => `  ${kind.replaceAll('-', ' ')}, set at ${setAt}`),
      ]),
    );
}

async function bindOne(binding: Identity['binding'], userId: string): Promise<void> {
  try {
    await binding.bind(operator(), userId, { requestId: randomUUID(), source: { client: 'bali', ip: '127.0.0.1' } });
  } catch (error) {
    throw error instanceof AccountCommandRefused ? new Refused(`${userId}: ${error.message}`, { cause: error }) : error;
  }
}
