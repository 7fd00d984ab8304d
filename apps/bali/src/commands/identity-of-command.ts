import { type Person, USER_ID_PATTERN } from '@bali/access';
import { type Identity, openIdentity } from '@bali/identity';
import { CONFIGURATION, directoryOf, openLedger, openLedgerToRead, SYSTEM, thisSoftware } from '@bali/installation';
import { type CalendarDate, isCalendarDate, TRIAL } from '@bali/protocol';
import { InvalidArgumentError } from 'commander';
import { userInfo } from 'node:os';

export function date(text: string): CalendarDate {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError('It must be a date such as 2011-03-02.');
}

export function userIdentifier(text: string): string {
  if (new RegExp(USER_ID_PATTERN, 'u').test(text)) return text;
  throw new InvalidArgumentError('It must be at most 100 lower-case letters, digits and . _ @ -');
}

/** Opens the access ledger itself, also while a server works on it. */
export async function withIdentity(
  environment: NodeJS.ProcessEnv,
  purpose: 'read' | 'write',
  work: (identity: Identity) => Promise<void>,
): Promise<void> {
  const directory = directoryOf(CONFIGURATION.read(environment));
  const open = purpose === 'read' ? openLedgerToRead : openLedger;
  const accessLedger = await open(directory, 'access');
  try {
    const { now, randomBytes } = SYSTEM;
    // No command checks anybody's credentials.
    const onMisfit = () => undefined;
    const about = { trialId: TRIAL.id, software: thisSoftware(), now, randomBytes, onMisfit };
    const identity = await openIdentity({ accessLedger, credentialsPath: directory.credentials, ...about });
    await work(identity).finally(identity.close);
  } finally {
    await accessLedger.close();
  }
}

/** Whoever may write the files of the installation stands in the record as the system, by their name on this machine. */
export function operator(): Person {
  const name = `Operator ${userInfo().username} on the command line`;
  return { userId: 'system', name, role: 'administrator', organisation: TRIAL.sponsor, sites: [] };
}
