import { createTokenIssuer, isRole, loadOrCreateSigningKey, type Person, ROLE_IDS } from '@bali/access';
import { CONFIGURATION, dataDirectory, SYSTEM } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import { printJson, printLines, Refused } from '../output.js';

interface TokenOptions {
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly site: readonly string[];
  readonly hours: number;
  readonly json?: boolean;
}

const SECONDS_PER_HOUR = 3_600;

export function tokenCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('token')
    .description('make a signed bearer token that says who someone is, in which role and at which sites')
    .requiredOption('--user <id>', 'the person: an identifier that is never given to anyone else')
    .requiredOption('--name <name>', 'the name, as it is printed next to what the person did')
    .addOption(new Option('--role <role>', 'the role').choices(ROLE_IDS).makeOptionMandatory())
    .requiredOption('--organisation <name>', 'the hospital or institution')
    .option('--site <code...>', 'the sites of a site role', [])
    .option('--hours <number>', 'how long it is valid, at most 720', hours, 12)
    .option('--json', 'print one JSON document')
    .action((options: TokenOptions) => printToken(options, environment));
}

function hours(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 720) throw new InvalidArgumentError('1 to 720 whole hours.');
  return value;
}

async function printToken(options: TokenOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const { tokenKey } = dataDirectory(CONFIGURATION.read(environment).data);
  const { privateKey } = await loadOrCreateSigningKey(tokenKey, (length) => SYSTEM.randomBytes(length, 'token key'));
  const issuer = createTokenIssuer({ privateKey, trialId: TRIAL.id, now: SYSTEM.now, newTokenId: () => randomUUID() });
  const lifetime = options.hours * SECONDS_PER_HOUR;
  const token = await issuer.issue(personIn(options), lifetime);
  if (options.json === true) printJson({ token, expiresInSeconds: lifetime });
  else printLines(token);
}

function personIn({ user, name, role, organisation, site }: TokenOptions): Person {
  if (!isRole(role)) throw new Refused(`${role} is no role`);
  return { userId: user, name, role, organisation, sites: site };
}
