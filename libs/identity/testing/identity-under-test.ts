import {
  accountStream,
  argon2idHasher,
  dayOf,
  installAdministrator,
  isSiteRole,
  needsTwoAdministrators,
  type PasswordHasher,
  type Role,
  SYSTEM_ACTOR,
} from '@bali/access';
import { PASSKEY_ORIGIN } from '@bali/access/testing';
import { openTemporaryStore, temporaryDirectory, testInstallationKeys } from '@bali/event-store/testing';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AccountRecorder } from '../src/accounts/account-recorder.js';
import type { Misfit } from '../src/credentials/misfit.js';
import {
  AccountReader,
  type AccountRequest,
  type Identity,
  type IdentityOptions,
  openIdentity,
  type SignedIn,
} from '../src/index.js';

/** The administrators who delegate what one alone does not. */
const OFFICE = ['office', 'office-2'] as const;
export const SOURCE = { client: 'test', ip: '192.0.2.17' } as const;
export const asking = () => ({ requestId: randomUUID(), source: SOURCE });
export const repeatable = () => ({ commandId: randomUUID(), causationId: randomUUID() });

/** A hasher that costs next to nothing, and counts what it is asked. */
export class CountingHasher implements PasswordHasher {
  readonly #hasher: PasswordHasher;
  verified = 0;
  working = 0;
  mostWorking = 0;

  constructor(passes = 1) {
    this.#hasher = argon2idHasher({ memoryKiB: 8, passes, parallelism: 1 });
  }

  hash(password: string, salt: Uint8Array): Promise<string> {
    return this.#hasher.hash(password, salt);
  }

  async verify(password: string, phc: string): Promise<boolean> {
    this.verified += 1;
    this.working += 1;
    this.mostWorking = Math.max(this.mostWorking, this.working);
    try {
      return await this.#hasher.verify(password, phc);
    } finally {
      this.working -= 1;
    }
  }

  needsRehash(phc: string): boolean {
    return this.#hasher.needsRehash(phc);
  }
}

/** Accounts on a ledger and a credentials file of their own, with a clock that the test sets. */
export class IdentityUnderTest implements AsyncDisposable {
  hasher = new CountingHasher();
  /** Every row of the credentials file that was found not to fit. */
  readonly misfits: Misfit[] = [];
  readonly #ledger = openTemporaryStore('access');
  /** The keys with which it is opened the next time. */
  keys = testInstallationKeys();
  readonly #directory = temporaryDirectory();
  #at: number;
  #identity: Identity | undefined;

  readonly #passkeyOrigin: string;

  constructor(now: string, passkeyOrigin = PASSKEY_ORIGIN) {
    this.#passkeyOrigin = passkeyOrigin;
    this.#at = Date.parse(now);
  }

  readonly now = (): Date => new Date(this.#at);

  /** Lets time go by. */
  pass(minutes: number): void {
    this.#at += minutes * 60_000;
  }

  get identity(): Identity {
    if (this.#identity === undefined) throw new Error('it is not open');
    return this.#identity;
  }

  get ledger(): IdentityOptions['accessLedger'] {
    return this.#ledger.store;
  }

  /** What needs no credentials. */
  reader(): AccountReader {
    return AccountReader.of(this.ledger, this.now);
  }

  get credentialsPath(): string {
    return join(this.#directory.path, 'credentials.db');
  }

  async open(): Promise<void> {
    this.#identity = await openIdentity({
      accessLedger: this.#ledger.store,
      credentialsPath: this.credentialsPath,
      trialId: 'NCT00904501',
      software: { version: '0.1.0', commit: '0000000' },
      now: this.now,
      randomBytes: (length) => randomBytes(length),
      keys: this.keys,
      onMisfit: (misfit) => this.misfits.push(misfit),
      hasher: this.hasher,
      passkeyOrigin: this.#passkeyOrigin,
    });
  }

  /** Takes over the access ledger and the credentials file that software without commitments has left. */
  async adopt(folder: string): Promise<void> {
    const leaves = readFileSync(join(folder, 'access.jsonl'), 'utf8').trimEnd().split('\n');
    for (const leaf of leaves.map((line) => Buffer.from(line))) {
      const { id, type, stream, revision } = recordOf(leaf);
      await this.ledger.append({ stream, expectedRevision: revision - 1, events: [{ id, type, leaf }], texts: [] });
    }
    copyFileSync(join(folder, 'credentials.db'), this.credentialsPath);
    chmodSync(this.credentialsPath, 0o600);
  }

  /** Changes the credentials file behind the back of whatever is at work on it. */
  alter(change: (file: DatabaseSync) => void): void {
    const file = new DatabaseSync(this.credentialsPath, { timeout: 5_000 });
    try {
      change(file);
    } finally {
      file.close();
    }
  }

  async restart(): Promise<void> {
    await this.identity.close();
    await this.open();
  }

  /** An administrator's command. */
  administer(userId: string, command: AccountRequest['command'], by = 'some.administrator') {
    const person = { userId: by, name: by, role: 'administrator', organisation: 'CHU de Reims', sites: [] } as const;
    return this.identity.accounts.administer(person, { userId, command, asking: asking(), repeatable: repeatable() });
  }

  /** Makes an account with roles from today on, and gives it its own password. */
  async person(userId: string, ...roles: readonly Role[]): Promise<void> {
    const { initialPassword } = await this.administer(userId, {
      ...{ type: 'CreateAccount', userId, name: `Name of ${userId.toUpperCase()}`, organisation: 'CHU de Reims' },
    } as const);
    const isGuarded = roles.some(needsTwoAdministrators);
    if (isGuarded) for (const administrator of OFFICE) await this.install(administrator);
    const [verifier] = isGuarded ? OFFICE : [undefined];
    await this.administer(userId, { type: 'VerifyIdentity', how: 'document-in-person' }, verifier);
    for (const role of roles) await this.delegate(userId, role);
    const change = { userId, password: initialPassword ?? '', newPassword: passwordOf(userId) };
    await this.identity.ownCredentials.changePassword(change, asking());
  }

  async delegate(userId: string, role: Role): Promise<void> {
    const from = dayOf(this.now().toISOString());
    const delegation = { role, sites: isSiteRole(role) ? ['REI'] : [], from };
    if (!needsTwoAdministrators(role)) {
      await this.administer(userId, { type: 'DelegateRole', ...delegation });
      return;
    }
    const [one, other] = OFFICE;
    for (const administrator of OFFICE) await this.install(administrator);
    await this.administer(userId, { type: 'RequestDelegation', ...delegation }, one);
    const { requests = [] } = (await this.identity.accounts.all()).find((it) => it.userId === userId) ?? {};
    const request = requests.length;
    await this.administer(userId, { type: 'ApproveDelegation', request, how: 'known-personally' }, other);
  }

  /** Makes an administrator as the first start does, if there is none of this identifier. */
  async install(userId: string): Promise<void> {
    if ((await this.identity.accounts.all()).some((account) => account.userId === userId)) return;
    const { ledger: store, now } = this;
    const chance = { randomBytes: (length: number) => randomBytes(length) };
    const software = { version: '0', commit: '0' };
    await new AccountRecorder({ store, trialId: 'NCT00904501', software, now, ...chance }).record({
      ...{ stream: accountStream(userId), asking: asking(), actor: SYSTEM_ACTOR },
      decide: (state, at) =>
        installAdministrator({ userId, name: userId, organisation: 'CHU de Reims' }, state, {
          now: at,
          commitment: 'ab'.repeat(32),
        }),
    });
  }

  signIn(
    userId: string,
    more: { password?: string; oneTimeCode?: string; recoveryCode?: string; role?: Role; deviceToken?: string } = {},
  ): Promise<SignedIn> {
    return this.identity.sessions.signIn({ userId, password: passwordOf(userId), ...more }, asking());
  }

  /** Every record of the access ledger, in order. */
  async records(): Promise<readonly LedgerRecord[]> {
    const records: LedgerRecord[] = [];
    for await (const page of this.ledger.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
    return records;
  }

  /** What happened to an account, by type and data, from an event on. */
  async happened(stream: string): Promise<readonly (readonly [string, unknown])[]> {
    const records = await this.records();
    return records.filter((record) => record.stream === stream).map(({ type, data }) => [type, data] as const);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#identity?.close();
    await this.#ledger[Symbol.asyncDispose]();
    this.#directory[Symbol.dispose]();
  }
}

export function passwordOf(userId: string): string {
  return `tulips in the rain ${userId.length}${userId.charCodeAt(0)}`;
}

/** `await using it = await identityUnderTest();` */
export async function identityUnderTest(
  now = '2026-03-02T08:00:00.000Z',
  passkeyOrigin?: string,
): Promise<IdentityUnderTest> {
  const under = new IdentityUnderTest(now, passkeyOrigin);
  await under.open();
  return under;
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}
