import { type AccountCommand, INSTALLATION, type Person, USER_ID_PATTERN } from '@bali/access';
import { Refused } from '@bali/command-line';
import { AccountCommandRefused, AccountReader, type Accounts, type Identity, openIdentity } from '@bali/identity';
import {
  CONFIGURATION,
  directoryOf,
  installationKeysOf,
  openIdProvider,
  openLedger,
  openLedgerToRead,
  SYSTEM,
  thisSoftware,
} from '@bali/installation';
import { type CalendarDate, isCalendarDate, TRIAL } from '@bali/protocol';
import { InvalidArgumentError } from 'commander';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';

export function date(text: string): CalendarDate {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError('It must be a date such as 2011-03-02.');
}

export function userIdentifier(text: string): string {
  if (new RegExp(USER_ID_PATTERN, 'u').test(text)) return text;
  throw new InvalidArgumentError('It must be at most 100 lower-case letters, digits and . _ @ -');
}

/** Reads the access ledger, also while a server works on it, and nothing else. */
export async function withAccounts(
  environment: NodeJS.ProcessEnv,
  work: (accounts: AccountReader) => Promise<void>,
): Promise<void> {
  const accessLedger = await openLedgerToRead(directoryOf(CONFIGURATION.read(environment)), 'access');
  await work(AccountReader.of(accessLedger, SYSTEM.now)).finally(() => accessLedger.close());
}

/** Opens the access ledger and the credentials, also while a server works on them. */
export async function withIdentity(
  environment: NodeJS.ProcessEnv,
  work: (identity: Identity) => Promise<void>,
): Promise<void> {
  const configuration = CONFIGURATION.read(environment);
  const directory = directoryOf(configuration);
  const accessLedger = await openLedger(directory, 'access');
  try {
    const { now, randomBytes } = SYSTEM;
    const identity = await openIdentity({
      ...{ accessLedger, trialId: TRIAL.id, software: thisSoftware(), now, randomBytes },
      credentialsPath: directory.credentials,
      credentialsMayBeMade: openIdProvider(configuration) !== undefined,
      keys: await installationKeysOf(directory),
      // No command checks anybody's credentials.
      onMisfit: () => undefined,
    });
    await work(identity).finally(identity.close);
  } finally {
    await accessLedger.close();
  }
}

/** Whoever may write the files of the installation stands in the record as the system, by their name on this machine. */
export function operator(): Person {
  const name = `Operator ${userInfo().username} on the command line`;
  return { userId: INSTALLATION, name, role: 'administrator', organisation: TRIAL.sponsor, sites: [] };
}

/** A command about an account, by whoever has the keys of the installation. @throws Refused */
export async function administerAsOperator(accounts: Accounts, userId: string, command: AccountCommand): Promise<void> {
  const [requestId, commandId, causationId] = [randomUUID(), randomUUID(), randomUUID()];
  const asking = { requestId, source: { client: 'bali', ip: '127.0.0.1' } };
  await refusedAsSaid(
    accounts.administer(operator(), { userId, command, asking, repeatable: { commandId, causationId } }),
  );
}

/** What the record refuses is a refusal of the command line. @throws Refused */
export async function refusedAsSaid<Handled>(done: Promise<Handled>): Promise<Handled> {
  try {
    return await done;
  } catch (error) {
    throw error instanceof AccountCommandRefused ? new Refused(error.message, { cause: error }) : error;
  }
}
