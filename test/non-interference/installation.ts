import type { SiteApi } from '@bali-app/site-api';
import { type AccountCommand, needsTwoAdministrators } from '@bali/access';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import type { Asking } from '@bali/identity';
import { cpSync } from 'node:fs';
import { v5 as uuidV5 } from 'uuid';
import { FORMER_HASHER, PASSWORD } from './credentials.js';
import { EVERYONE, FIRST_ADMINISTRATORS, someone } from './people.js';
import { World } from './world.js';

/** Before anything happens in the trial. */
const HIRED_AT = '2009-01-05T08:00:00.000Z';

/** An installation with its keys and accounts, before its first event: every world begins as a copy of it. */
export class Installation implements Disposable {
  readonly #directory: TemporaryDirectory = temporaryDirectory();

  static async prepare(): Promise<Installation> {
    const installation = new Installation();
    const world = await World.open(installation.#path, { now: HIRED_AT, hasher: FORMER_HASHER });
    for (const [place] of EVERYONE.entries()) await hire(world.api, place);
    await world.close();
    return installation;
  }

  /** Copies it, and opens the copy. */
  copyTo(path: string): void {
    cpSync(this.#path, path, { recursive: true });
  }

  get #path(): string {
    return `${this.#directory.path}/data`;
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}

async function hire({ identity }: SiteApi, place: number): Promise<void> {
  const { accounts, ownCredentials } = identity;
  if (place === 0) await accounts.createFirstAdministrators(FIRST_ADMINISTRATORS, () => undefined);
  const { userId, name, organisation, role, sites } = EVERYONE[place] ?? someone('monitor');
  const administer = (command: AccountCommand, administrator = FIRST_ADMINISTRATORS[0]) => {
    const by = { ...someone('administrator'), ...administrator };
    const commandId = uuidV5(`${userId} ${command.type}`, uuidV5.URL);
    const repeatable = { commandId, causationId: commandId };
    return accounts.administer(by, { userId, command, asking: asking(`${userId} ${command.type}`), repeatable });
  };
  const { initialPassword = '' } = await administer({
    type: 'CreateAccount',
    ...{ userId, name, organisation, isAnotherPerson: true },
  });
  await administer({ type: 'VerifyIdentity', how: 'document-in-person' });
  const delegation = { role, sites, from: HIRED_AT.slice(0, 10) };
  if (needsTwoAdministrators(role)) {
    await administer({ type: 'RequestDelegation', ...delegation });
    await administer({ type: 'ApproveDelegation', request: 1, how: 'known-personally' }, FIRST_ADMINISTRATORS[1]);
  } else await administer({ type: 'DelegateRole', ...delegation });
  const chosen = { userId, password: initialPassword, newPassword: PASSWORD };
  await ownCredentials.changePassword(chosen, asking(`${userId} password`));
}

function asking(name: string): Asking {
  return { requestId: uuidV5(name, uuidV5.URL), source: { client: 'non-interference', ip: '127.0.0.1' } };
}
