import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { EMBEDDED_STORE, parseStore, STORE_DRIVERS } from './index.js';

describe('the drivers of the stores', () => {
  it.each([
    ['sqlite:', 'SQLite', undefined],
    ['sqlite:/var/lib/bali', 'SQLite', '/var/lib/bali'],
    ['esdb://user:secret@one:2113,two:2113?tls=true&prefix=bali', 'EventStoreDB', undefined],
    ['esdb+discover://cluster:2113', 'EventStoreDB', undefined],
  ])('read %s', (text, name, dataDirectory) => {
    const store = parseStore(text);
    expect([store?.driver.name, store?.dataDirectory]).toEqual([name, dataDirectory]);
  });

  it.each(['', 'sqlite', 'sqlitee:', ':', 'mysql://one', 'esdb:', 'esdb://', 'ESDB://one:2113', '/var/lib/bali'])(
    'read nothing in "%s"',
    (text) => {
      expect(parseStore(text)).toBeUndefined();
    },
  );

  it('have a scheme each that no other has', () => {
    const schemes = STORE_DRIVERS.flatMap((driver) => driver.schemes);
    expect(new Set(schemes).size).toBe(schemes.length);
  });

  it('read the store that is used by default, which can be backed up as files', () => {
    expect(parseStore('sqlite:')).toBe(EMBEDDED_STORE);
    expect(EMBEDDED_STORE.driver.capabilities).toEqual({ keepsLedgersInDataDirectory: true, isBackedUpAsFiles: true });
  });

  it('give a store that shows no password, however it is printed', () => {
    const store = parseStore('esdb://user:secret@one:2113');
    expect(`${inspect(store, { depth: 9, showHidden: true })}${JSON.stringify(store)}`).not.toMatch(/secret|one:2113/);
  });
});
