import { describe, expect, it } from '@jest/globals';
import { EMBEDDED_STORE, NotThisLedger } from '@bali/event-store';
import { temporaryDirectory } from '@bali/event-store/testing';
import { ConfigurationInvalid } from '@bali/http';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONFIGURATION,
  dataDirectory,
  openLedger,
  openLedgerToRead,
  SYSTEM,
  thisSoftware,
  trustedProxies,
} from './index.js';

describe('the configuration', () => {
  it('needs nothing to be set: data beside the program, on the loopback address, on the embedded store', () => {
    expect(CONFIGURATION.read({})).toMatchObject({
      ...{ data: 'data', store: EMBEDDED_STORE, siteApiHost: '127.0.0.1', siteApiPort: 3000, logLevel: 'info' },
    });
  });

  it('names every fault at once, and quotes no value', () => {
    const environment = { BALI_STORE: 'mysql://secret', SITE_API_PORT: '99999', BALI_TRUSTED_PROXIES: 'here, there' };
    const read = () => CONFIGURATION.read(environment);
    expect(read).toThrow(ConfigurationInvalid);
    expect(read).toThrow(/BALI_STORE must be .*\n.*SITE_API_PORT must be .*\n.*BALI_TRUSTED_PROXIES must be /);
    expect(read).not.toThrow(/secret|99999|there/);
  });

  it('believes no proxy that is not configured', () => {
    const proxiesOf = (set: string | undefined) => trustedProxies(CONFIGURATION.read({ BALI_TRUSTED_PROXIES: set }));
    expect(proxiesOf(undefined)).toBeUndefined();
    expect(proxiesOf('10.0.0.1, 10.1.0.0/16')).toEqual(['10.0.0.1', '10.1.0.0/16']);
  });

  it('says of itself what it needs, for the documentation', () => {
    const documented = CONFIGURATION.asMarkdown();
    for (const name of ['BALI_DATA', 'BALI_STORE', 'SITE_API_PORT']) expect(documented).toContain(`| \`${name}\` |`);
  });
});

describe('a data directory', () => {
  it('is made when a ledger is opened, readable by its owner alone', async () => {
    using temporary = temporaryDirectory();
    const directory = dataDirectory(join(temporary.path, 'not', 'there', 'yet'));
    const ledger = await openLedger(directory, 'trial');
    expect([ledger.ledger, await ledger.lastPosition()]).toEqual(['trial', -1]);
    await ledger.close();
    const modes = [directory.path, directory.ledgers.trial].map((path) => statSync(path).mode & 0o077);
    expect(modes).toEqual([0, 0]);
  });

  it('is left as it is by a reader', async () => {
    using temporary = temporaryDirectory();
    const directory = dataDirectory(temporary.path);
    await expect(openLedgerToRead(directory, 'trial')).rejects.toThrow(NotThisLedger);
    expect(readdirSync(directory.path)).toEqual([]);
    await (await openLedger(directory, 'trial')).close();
    const ledger = await openLedgerToRead(directory, 'trial');
    const event = { stream: 'trial', expectedRevision: -1, events: [] };
    await expect(ledger.append(event)).rejects.toThrow();
    await ledger.close();
  });

  it('keeps each ledger in a file of its own, and does not take one for another', async () => {
    using temporary = temporaryDirectory();
    const directory = dataDirectory(temporary.path);
    mkdirSync(directory.path, { recursive: true });
    await (await openLedger(directory, 'sealed')).close();
    const swapped = { ...directory, ledgers: { ...directory.ledgers, trial: directory.ledgers.sealed } };
    await expect(openLedger(swapped, 'trial')).rejects.toThrow(/is the ledger sealed of NCT00904501, not trial/);
    expect(new Set(Object.values(directory.ledgers)).size).toBe(3);
  });
});

describe('what the machine gives', () => {
  it('[P11-10k] says which software this is', () => {
    const { version, commit } = thisSoftware();
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(commit).toMatch(/^([0-9a-f]{40}|unknown)$/);
  });

  it('is time and chance of its own', () => {
    expect(SYSTEM.now().getTime()).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(SYSTEM.randomBytes(32, 'a test')).toHaveLength(32);
    expect(SYSTEM.randomBytes(32, 'a test')).not.toEqual(SYSTEM.randomBytes(32, 'a test'));
    expect(SYSTEM.newRequestId()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
