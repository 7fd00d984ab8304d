import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alterEventInFile } from '@bali/event-store/testing';
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { playedDemo, runBali, TemporaryDirectory } from '../testing/index.js';

interface CheckedBody {
  readonly ok: boolean;
  readonly checks: readonly { readonly check: string; readonly findings: readonly FindingBody[] }[];
}

interface FindingBody {
  readonly file: string;
  readonly what: string;
  readonly wayOut: string;
}

let place: TemporaryDirectory;
let data: string;

beforeEach(async () => {
  place = new TemporaryDirectory();
  data = join(place.path, 'data');
  await playedDemo(data);
  chmodSync(join(data, 'keys'), 0o700); // The copy of a directory has the mode of any new one.
});

afterEach(() => place[Symbol.dispose]());

async function check(...args: readonly string[]) {
  const { exitCode, output, errors } = await runBali(['check', '--json', ...args], { BALI_DATA: data });
  const body = JSON.parse(output) as CheckedBody;
  return { exitCode, errors, body, findings: body.checks.flatMap(({ findings }) => findings) };
}

function alter(file: string, sql: string): void {
  using database = new DatabaseSync(join(data, file), { defensive: false });
  database.exec(sql);
}

describe('bali check', () => {
  it('finds that all is well, and changes nothing', async () => {
    const files = () =>
      readdirSync(data, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(data, name)).isFile() && !/-(wal|shm)$/.test(name))
        .map((name) => [name, readFileSync(join(data, name)).toString('base64')]);
    const before = files();
    expect(await check()).toMatchObject({ exitCode: 0, errors: '', body: { ok: true }, findings: [] });
    expect(files()).toEqual(before);
    const { output } = await runBali(['check'], { BALI_DATA: data });
    expect(
      output
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('well   ')),
    ).toBe(true);
  });

  it.each<[string, () => void, string, RegExp]>([
    [
      'an old event',
      () => alterEventInFile(join(data, 'trial.db'), 9, '"recordedAt":"20', '"recordedAt":"19'),
      'trial.db',
      /^is held, and takes no event: its events are not those that its newest head was made for$/,
    ],
    [
      'a text that was altered',
      () =>
        alter('trial.db', `DROP TRIGGER text_is_never_changed; UPDATE text SET text = CAST('another text' AS BLOB)`),
      'trial.db',
      /cannot be opened/,
    ],
    [
      'a text that is gone',
      () => alter('trial.db', 'DELETE FROM text'),
      'trial.db',
      /does not hold the text \S+ of the event [-0-9a-f]{36}, and no event says/,
    ],
    [
      'a row of projections',
      () => alter('projections.db', `UPDATE patient_summary SET status = 'died' WHERE patient = 'REI-001'`),
      'projections.db',
      /the table patient_summary, the row of patient REI-001 differs/,
    ],
    [
      'which commands the sealed ledger has',
      () => alter('sealed-projections.db', 'DELETE FROM indexed_event WHERE position = 3'),
      'sealed-projections.db',
      /^does not hold what the ledger says$/,
    ],
    [
      'a tile',
      () => alter('log-trial.db', 'UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND place = 0'),
      'log-trial.db',
      /the tile 0\/0 differs/,
    ],
    [
      'a tile of the sealed ledger',
      () => alter('log-sealed.db', 'UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND place = 0'),
      'log-sealed.db',
      /^does not hold the tree of its ledger$/,
    ],
    [
      'a password',
      () =>
        alter(
          'credentials.db',
          `UPDATE password SET hash = '$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA' WHERE user_id = 'rei.investigator'`,
        ),
      'credentials.db',
      /the password of rei\.investigator/,
    ],
    [
      'the permissions of a key',
      () => chmodSync(join(data, 'keys', 'signing-trial.json'), 0o644),
      'keys/signing-trial.json',
      /by others than its owner/,
    ],
    [
      'a signing key that is gone',
      () => rmSync(join(data, 'keys', 'signing-trial.json')),
      'keys/signing-trial.json',
      /is not there/,
    ],
    [
      'a note that was cut',
      () => writeFileSync(join(data, 'keys', 'signing-access.last-signed.txt'), 'bali'),
      'keys/signing-access.last-signed.txt',
      /is cut or damaged/,
    ],
    ['a ledger that is gone', () => rmSync(join(data, 'access.db')), 'access.db', /is not there/],
    ['a restore that did not come to its end', () => mkdirSync(join(data, 'restoring')), 'restoring', /restore/],
    [
      'an export whose description was altered',
      () => {
        mkdirSync(join(data, 'exports'));
        writeFileSync(join(data, 'exports', 'one.json'), JSON.stringify({ id: 'one', status: 'ready', seal: '00' }));
      },
      join('exports', 'one.json'),
      /is no description of an export/,
    ],
    [
      'a log without its database',
      () => renameSync(join(data, 'projections.db'), join(data, 'gone.db-wal')),
      'gone.db-wal',
      /database that is gone/,
    ],
  ])('names %s and says what to do', async (_, harm, file, what) => {
    harm();
    const { exitCode, errors, findings } = await check();
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/wrong with this installation/);
    const found = findings.filter((finding) => finding.file === file && what.test(finding.what));
    expect([findings, found.length > 0]).toEqual([findings, true]);
    expect(found[0]?.wayOut).toMatch(/\.$/);
  });

  it('[P11-10a] is what replay, export and rebuild refer to, which take no ledger that is held', async () => {
    alterEventInFile(join(data, 'trial.db'), 9, '"recordedAt":"20', '"recordedAt":"19');
    const export_ = ['export', '--ledger', 'trial', '--out', join(place.path, 'package.zip')];
    for (const command of [['replay'], export_, ['rebuild']]) {
      const { exitCode, errors } = await runBali(command, { BALI_DATA: data });
      expect([command[0], exitCode, errors]).toEqual([command[0], 1, expect.stringMatching(/is held: .*bali check/)]);
    }
  });

  it('tells no size, no place and no row of the sealed ledger', async () => {
    alterEventInFile(join(data, 'sealed.db'), 4, '"recordedAt":"20', '"recordedAt":"19');
    alter('sealed-projections.db', 'DELETE FROM indexed_event WHERE position > 5');
    alter('log-sealed.db', 'DELETE FROM tile WHERE level = 0');
    const { findings } = await check();
    const sealed = findings.filter(({ file }) => file.includes('sealed'));
    expect(sealed.length).toBeGreaterThan(0);
    expect(sealed.filter(({ what }) => /\d/.test(what))).toEqual([]);
  });

  it('tells of the alarms that the server raised, until somebody has seen them', async () => {
    mkdirSync(join(data, 'alarms'));
    const alarm = {
      about: 'projections.db',
      raisedAt: '2026-01-01T00:00:00.000Z',
      details: { table: 'patient_state' },
    };
    writeFileSync(join(data, 'alarms', 'projections.db.1.json'), JSON.stringify(alarm));
    expect((await check()).findings).toEqual([
      expect.objectContaining({ file: 'alarms', what: expect.stringContaining('patient_state') }),
    ]);
    expect(await check('--seen')).toMatchObject({ exitCode: 0, body: { seen: [alarm] } });
    expect((await check()).exitCode).toBe(0);
  });
});
