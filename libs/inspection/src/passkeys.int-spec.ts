import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountEvent, accountStream, passkeyChallengeOf, PasskeyHistory, signed } from '@bali/access';
import { accountRecord, CREATED, SoftwarePasskey } from '@bali/access/testing';
import { type Ledger, type LedgerRecord, recordOf } from '@bali/ledger';
import { FilesInMemory, ledgerSource, SampleLedger, samplePackage } from '@bali/inspection/testing';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Finding,
  NotVerified,
  type PackageSource,
  readPasskeys,
  verifyPackageFiles,
  WHOLE_LEDGER,
} from './index.js';

const PASSKEY = new SoftwarePasskey();
const SAMPLE = new SampleLedger(300);
const RECORDS = SAMPLE.events.map(({ leaf }) => recordOf(leaf));
/** The first signed record of the ledger: it is signed by a passkey here. */
const INDEX = RECORDS.findIndex(({ metadata }) => metadata.signature !== undefined);
const SIGNED = RECORDS[INDEX]!;
const { actor, recordedAt } = SIGNED.metadata;

const [BEFORE, AFTER] = ['2000-01-01T08:00:00.000Z', '2099-01-01T08:00:00.000Z'];
const { credential, publicKey, algorithm } = PASSKEY;
const REGISTERED: AccountEvent = { type: 'PasskeyRegistered', data: { credential, publicKey, algorithm } };
const REVOKED: AccountEvent = { type: 'PasskeyRevoked', data: { credential } };

type Happened = readonly [event: AccountEvent, at: string];

/** The records of an account: of the signer's, unless it is named. */
function accountOf(happened: readonly Happened[], userId = actor.userId): readonly LedgerRecord[] {
  const records = ([[CREATED, BEFORE], ...happened] as const).map(([event, at], revision) =>
    accountRecord([event, at], revision),
  );
  return records.map((record) => ({ ...record, stream: accountStream(userId) }));
}

function sourceOf(ledger: Ledger, records: readonly LedgerRecord[]): PackageSource {
  const source = ledgerSource(ledger, records);
  return { ...source, store: { ...source.store, readTexts: (hashes) => SAMPLE.readTexts(hashes) } };
}

function signedByPasskey(record: LedgerRecord): LedgerRecord {
  const { meaning } = record.metadata.signature!;
  const stated = signed(record, { meaning, method: 'passkey' });
  return signed(record, { meaning, method: 'passkey', assertion: PASSKEY.assertion(passkeyChallengeOf(stated)) });
}

describe('[P11-100] [P11-200] a package of the trial, verified beside one of the access ledger', () => {
  let trial: FilesInMemory;

  beforeAll(async () => {
    using made = await samplePackage(sourceOf('trial', RECORDS.with(INDEX, signedByPasskey(SIGNED))));
    trial = FilesInMemory.of(made.path);
  });

  async function findingWith(records: readonly LedgerRecord[]): Promise<Finding | undefined> {
    try {
      await verifyPackageFiles(WHOLE_LEDGER, trial, { passkeys: new PasskeyHistory(records) });
      return undefined;
    } catch (error) {
      if (error instanceof NotVerified) return error.finding;
      throw error;
    }
  }

  it('shows that a passkey was its signer’s when it signed', async () => {
    expect(
      await findingWith(
        accountOf([
          [REGISTERED, BEFORE],
          [REVOKED, AFTER],
        ]),
      ),
    ).toBeUndefined();
  });

  it.each<[string, readonly LedgerRecord[]]>([
    ['was not registered', accountOf([[{ type: 'IdentityVerified', data: {} } as AccountEvent, AFTER]])],
    ['was registered later', accountOf([[REGISTERED, AFTER]])],
    [
      'was revoked before',
      accountOf([
        [REGISTERED, BEFORE],
        [REVOKED, BEFORE],
        [REGISTERED, AFTER],
      ]),
    ],
    [
      'was another person’s',
      accountOf(
        [
          [REGISTERED, BEFORE],
          [REVOKED, AFTER],
        ],
        'somebody.else',
      ),
    ],
  ])('names the record whose passkey %s', async (_, records) => {
    expect(await findingWith(records)).toMatchObject({
      ...{ fault: 'passkey-not-shown', file: 'events.jsonl', line: INDEX + 1, index: INDEX },
      ...{ expected: `a passkey of ${actor.userId} at ${recordedAt}`, found: credential },
    });
  });

  it('does not judge a signature by an access ledger that ends before it', async () => {
    const finding = await findingWith(accountOf([[REGISTERED, BEFORE]]));
    expect(finding).toMatchObject({ fault: 'passkey-not-shown', index: INDEX, found: BEFORE });
    expect(finding?.detail).toContain('ends before this signature');
  });

  it('asks nothing of passkeys where no access ledger is given', async () => {
    expect(await verifyPackageFiles(WHOLE_LEDGER, trial)).toMatchObject({ checks: 'everything' });
  });

  it('reads the access ledger from a package that it verifies, and from no other', async () => {
    using made = await samplePackage(
      sourceOf(
        'access',
        accountOf([
          [REGISTERED, BEFORE],
          [REVOKED, AFTER],
        ]),
      ),
    );
    const passkeys = await readPasskeys(made.path);
    expect(passkeys.at(actor.userId, recordedAt)).toMatchObject([{ credential }]);
    expect(passkeys.until).toBe(AFTER);
    writeFileSync(join(made.path, 'state.json'), '{}');
    const altered = { finding: { fault: 'derived-differs', file: `${made.path}: state.json` } };
    await expect(readPasskeys(made.path)).rejects.toMatchObject(altered);
    using other = await samplePackage(SAMPLE.source());
    const another = { finding: { fault: 'another-trial', file: `${other.path}: manifest.json`, found: 'trial' } };
    await expect(readPasskeys(other.path)).rejects.toMatchObject(another);
  });
});
