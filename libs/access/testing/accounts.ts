import assert from 'node:assert/strict';
import {
  accessDefinitionOf,
  type AccountCommand,
  type AccountDecision,
  type AccountEvent,
  type AccountRefusalCode,
  ACCOUNT_REFUSALS,
  accountStream,
  type AccountState,
  decideAccount,
  evolveAccount,
  evolvePeople,
  initialAccountState,
  INSTALLATION,
  nameKey,
  type People,
} from '@bali/access';
import { eventId, type LedgerRecord } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { v5 as uuidV5 } from 'uuid';

/** An event of an account, when it happened, and who did it (default: `ada`, an administrator). */
export type Told = readonly [event: AccountEvent, at?: string, by?: string];

/** To whatever credential is set in a test. */
export const COMMITMENT = '5c'.repeat(32);
export const MORNING = '2026-03-02T08:00:00.000Z';
const NAMESPACE = '0b8c1b1e-5f5a-5c0e-9c57-0c2f5d2f4a11';

/** The record of an event at a revision. */
export function accountRecord(
  [{ type, data }, at = MORNING, by = 'ada']: Told,
  revision: number,
  userId = 'claire',
): LedgerRecord {
  const stream = accountStream(userId);
  const commandId = uuidV5(`${stream} ${revision}`, NAMESPACE);
  return {
    id: eventId(commandId, 0),
    ...{ stream, revision, type, schemaVersion: accessDefinitionOf(type).schemaVersion, data },
    metadata: {
      trialId: TRIAL.id,
      recordedAt: at,
      actor: { userId: by, name: 'Somebody', role: 'administrator', organisation: 'CHU de Reims' },
      ...{ commandId, correlationId: commandId, causationId: commandId },
      source: { client: 'test', ip: '192.0.2.1' },
      software: { version: '0', commit: '0' },
    },
  };
}

type History = readonly (AccountEvent | Told)[];

/** An account after these events. */
export function accountOf(history: History): AccountState {
  return recordsOf(history).reduce<AccountState>(evolveAccount, initialAccountState);
}

/** What a decision is given besides the history of the account. */
interface When {
  readonly now?: string;
  readonly by?: string;
  readonly administrators?: Vouching;
  /** Other accounts, with what happened to them. */
  readonly others?: Readonly<Record<string, History>>;
}

function vouching(administrators: Vouching): People {
  return new Map(Object.entries(administrators).map(([userId, verifiedBy]) => [userId, { verifiedBy }]));
}

function recordsOf(history: History, userId = 'claire'): readonly LedgerRecord[] {
  return history
    .map((event): Told => ('type' in event ? [event] : event))
    .map((told, revision) => accountRecord(told, revision, userId));
}

export const CREATED: AccountEvent = {
  type: 'AccountCreated',
  data: { userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims' },
};
export const VERIFIED: AccountEvent = { type: 'IdentityVerified', data: { how: 'document-in-person' } };

/** Administrators of whom each was verified by whoever installed the software; `by` them, something can be approved. */
export const ADMINISTRATORS: Vouching = { ada: [INSTALLATION], bob: [INSTALLATION], carl: [INSTALLATION] };

/** Who has verified whom, by the account of the administrator who was verified. */
export type Vouching = Readonly<Record<string, readonly string[]>>;

/** Given these events of an account, a command of an administrator can be tried. */
export function givenAccount(...history: readonly (AccountEvent | Told)[]) {
  return {
    when: (
      command: AccountCommand,
      { now = MORNING, by = 'ada', administrators = ADMINISTRATORS, others = {} }: When = {},
    ): AccountOutcome => {
      const isAdministrator = (userId: string) => Object.hasOwn(administrators, userId);
      const known = Object.entries(others).flatMap(([userId, events]) => recordsOf(events, userId));
      const people = [...known, ...recordsOf(history)].reduce(evolvePeople, vouching(administrators));
      const other = (userId: string) =>
        recordsOf(others[userId] ?? [], userId).reduce(evolveAccount, initialAccountState);
      const namesakes = (name: string) =>
        Object.keys(others).filter((userId) => nameKey(other(userId).name) === nameKey(name));
      const told = { now, by, commitment: COMMITMENT, isAdministrator, people, accountOf: other, namesakes };
      return new AccountOutcome(decideAccount(command, accountOf(history), told));
    },
  };
}

/** What a command led to, and what is expected of it. */
export class AccountOutcome {
  readonly decision: AccountDecision;

  constructor(decision: AccountDecision) {
    this.decision = decision;
  }

  expectEvents(...events: readonly AccountEvent[]): void {
    assert.deepEqual(this.decision, { events });
  }

  expectRefusal(code: AccountRefusalCode): void {
    assert.ok('refusal' in this.decision, `accepted: ${JSON.stringify(this.decision)}`);
    assert.deepEqual([this.decision.refusal.code, this.decision.refusal.source], [code, ACCOUNT_REFUSALS[code]]);
  }
}
