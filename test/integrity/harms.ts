import { alterEventInFile, tamperWithFile } from '@bali/event-store/testing';
import type { DataDirectory } from '@bali/installation';
import { cpSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harm } from './played-rows.js';

/** Removes a database with what SQLite keeps beside it. */
function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

function putInPlace(path: string, from: string): void {
  remove(path);
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(from + suffix)) cpSync(from + suffix, path + suffix);
}

const inKeys = ({ keys }: DataDirectory, name: string): string => join(keys, name);

/** What is played, row by row. Nothing of it needs a key. */
export const HARMS: readonly Harm[] = [
  {
    what: 'an old event in `trial.db` is altered, its tree left alone',
    harm: ({ ledgers }) => alterEventInFile(ledgers.trial, 6, '"recordedAt":"2011-02', '"recordedAt":"2010-02'),
  },
  {
    what: 'the newest event in `trial.db` is deleted, with the head that covers it',
    harm: ({ ledgers }) =>
      tamperWithFile(
        ledgers.trial,
        `DELETE FROM head WHERE number = (SELECT max(number) FROM head);
         DELETE FROM event WHERE position >= (SELECT size FROM head ORDER BY number DESC LIMIT 1)`,
      ),
  },
  { what: '`trial.db` is deleted', harm: ({ ledgers }) => remove(ledgers.trial) },
  { what: '`sealed.db` is deleted', harm: ({ ledgers }) => remove(ledgers.sealed) },
  { what: '`access.db` is deleted', harm: ({ ledgers }) => remove(ledgers.access) },
  {
    what: '`trial.db` of another installation is put in its place',
    harm: ({ ledgers }, other) => putInPlace(ledgers.trial, other.ledgers.trial),
  },
  {
    what: 'a page of `trial.db` is cut off',
    harm: ({ ledgers }) => truncateSync(ledgers.trial, 8 * 4096),
  },
  {
    what: 'the free texts in `trial.db` are deleted',
    harm: ({ ledgers }) => tamperWithFile(ledgers.trial, 'DELETE FROM text'),
  },
  {
    what: 'a free text in `trial.db` is altered',
    harm: ({ ledgers }) => tamperWithFile(ledgers.trial, "UPDATE text SET text = CAST('another reason' AS BLOB)"),
  },
  {
    what: 'a row of `projections.db` is altered',
    harm: ({ projections }) => tamperWithFile(projections, "UPDATE patient_summary SET status = 'died'"),
  },
  { what: '`projections.db` is deleted', harm: ({ projections }) => remove(projections) },
  {
    what: '`projections.db` is damaged',
    harm: ({ projections }) => writeFileSync(projections, 'this is no database'),
  },
  {
    what: 'a tile in `log-trial.db` is altered',
    harm: ({ path }) => tamperWithFile(join(path, 'log-trial.db'), 'UPDATE tile SET hashes = zeroblob(length(hashes))'),
  },
  {
    what: 'the hash of a password in `credentials.db` is replaced',
    harm: ({ credentials }) =>
      tamperWithFile(credentials, "UPDATE password SET hash = '$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA'"),
  },
  { what: '`credentials.db` is deleted', harm: ({ credentials }) => remove(credentials) },
  {
    what: '`keys/signing-trial.json` is deleted',
    harm: (directory) => rmSync(inKeys(directory, 'signing-trial.json')),
  },
  {
    what: '`keys/signing-trial.json` of another installation is put in its place',
    harm: (directory, other) => cpSync(inKeys(other, 'signing-trial.json'), inKeys(directory, 'signing-trial.json')),
  },
  {
    what: '`keys/signing-trial.last-signed.txt` is cut',
    harm: (directory) => truncateSync(inKeys(directory, 'signing-trial.last-signed.txt'), 20),
  },
  { what: '`keys/sealing.json` is deleted', harm: (directory) => rmSync(inKeys(directory, 'sealing.json')) },
  { what: '`keys/head-trial` is deleted', harm: (directory) => rmSync(inKeys(directory, 'head-trial')) },
];
