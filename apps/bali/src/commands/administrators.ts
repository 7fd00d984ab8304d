import { IDENTITY_CHECKS, type IdentityCheck, type NewPerson } from '@bali/access';
import { printJson, printLines, Refused } from '@bali/command-line';
import { firstAdministratorsOf, type Identity } from '@bali/identity';
import { Alarms, CONFIGURATION, directoryOf, openIdProvider, SYSTEM } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Command, Option } from 'commander';
import { basename } from 'node:path';
import { administerAsOperator, operator, refusedAsSaid, userIdentifier, withIdentity } from './identity-of-command.js';

/** What is done about administrators with the keys of the installation at hand. */
export function administratorsCommands(environment: NodeJS.ProcessEnv): readonly Command[] {
  return [firstAdministrators(environment), secondAdministrator(environment), verify(environment)];
}

interface FirstOptions {
  readonly user: string;
  readonly name: string;
  readonly secondUser: string;
  readonly secondName: string;
  readonly organisation: string;
  readonly json?: boolean;
}

function firstAdministrators(environment: NodeJS.ProcessEnv): Command {
  const [first, second] = firstAdministratorsOf(TRIAL.sponsor);
  return new Command('first-administrators')
    .description(
      'make the two first administrators, if there is no account yet, and print their one-time passwords, once',
    )
    .option('--user <id>', 'the account of the first', userIdentifier, first.userId)
    .option('--name <name>', 'the name of the first', first.name)
    .option('--second-user <id>', 'the account of the second', userIdentifier, second.userId)
    .option('--second-name <name>', 'the name of the second', second.name)
    .option('--organisation <name>', 'where they work', TRIAL.sponsor)
    .option('--json', 'print one JSON document')
    .action(({ user, name, secondUser, secondName, organisation, json }: FirstOptions) => {
      if (user === secondUser)
        throw new Refused('the two administrators are two people: name another account for the second');
      const persons = [
        { userId: user, name, organisation },
        { userId: secondUser, name: secondName, organisation },
      ];
      return withIdentity(environment, (identity) => makeFirst(identity, persons, printing(environment, json)));
    });
}

interface Printing {
  readonly json: boolean;
  /** Whether an OpenID provider lets people in: then no password is of any use. */
  readonly hasProvider: boolean;
}

function printing(environment: NodeJS.ProcessEnv, json = false): Printing {
  return { json, hasProvider: openIdProvider(CONFIGURATION.read(environment)) !== undefined };
}

async function makeFirst(
  { accounts }: Identity,
  persons: readonly NewPerson[],
  { json, hasProvider }: Printing,
): Promise<void> {
  const made: { readonly userId: string; readonly password?: string }[] = [];
  await accounts.createFirstAdministrators(persons, ({ userId }, password) => {
    made.push(hasProvider ? { userId } : { userId, password });
    if (!json) printLines(handedOver(userId, password, hasProvider));
  });
  if (made.length === 0) throw new Refused('there are accounts already: two administrators make another one');
  if (json) printJson({ administrators: made });
  else printLines(hasProvider ? LINK : GOOD_FOR_ONE_THING);
}

interface SecondOptions {
  readonly user: string;
  readonly name: string;
  readonly organisation: string;
  readonly json?: boolean;
}

function secondAdministrator(environment: NodeJS.ProcessEnv): Command {
  return new Command('second-administrator')
    .description('make one more administrator where there is a single one: two approve every other. It is an alarm')
    .requiredOption('--user <id>', 'the account', userIdentifier)
    .requiredOption('--name <name>', 'the name of the person')
    .option('--organisation <name>', 'where the person works', TRIAL.sponsor)
    .option('--json', 'print one JSON document')
    .action(({ user: userId, name, organisation, json }: SecondOptions) =>
      withIdentity(environment, async ({ accounts }) => {
        const { hasProvider } = printing(environment);
        const password = await refusedAsSaid(accounts.addAdministrator(operator(), { userId, name, organisation }));
        raiseAlarm(environment, `an operator made ${userId} an administrator, where there was a single one`);
        if (json === true) printJson(hasProvider ? { userId } : { userId, password });
        else printLines(handedOver(userId, password ?? '', hasProvider), hasProvider ? LINK : GOOD_FOR_ONE_THING);
      }),
    );
}

function verify(environment: NodeJS.ProcessEnv): Command {
  const checks = IDENTITY_CHECKS.filter((how) => how !== 'installation');
  return new Command('verify')
    .description('record that whoever has the keys of the installation verified who a person is. It is an alarm')
    .requiredOption('--user <id>', 'the account', userIdentifier)
    .addOption(new Option('--how <how>', 'how it was verified').choices(checks).makeOptionMandatory())
    .action(({ user, how }: { readonly user: string; readonly how: IdentityCheck }) =>
      withIdentity(environment, async ({ accounts }) => {
        await administerAsOperator(accounts, user, { type: 'VerifyIdentity', how });
        raiseAlarm(environment, `an operator verified the identity of ${user}`);
        printLines(`The identity of ${user} is verified by the installation.`);
      }),
    );
}

/** A person looks at what was done alone: `bali check` shows it, and readiness, until somebody says that they have seen it. */
function raiseAlarm(environment: NodeJS.ProcessEnv, what: string): void {
  const { alarms, ledgers } = directoryOf(CONFIGURATION.read(environment));
  new Alarms(alarms, SYSTEM.now).raise(basename(ledgers.access), { what, by: operator().name });
}

const LINK = 'An OpenID provider lets people in here: link each to a person there, with `bali accounts link`.';
const GOOD_FOR_ONE_THING =
  'A password is good for one thing: to choose another one, with POST /v1/password, within 7 days. It is not told again.';

function handedOver(userId: string, password: string, hasProvider: boolean): string {
  return `The administrator "${userId}" is made${hasProvider ? '' : `, with the password ${password}`}`;
}
