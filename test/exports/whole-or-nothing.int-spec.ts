import type { Person } from '@bali/access';
import type { StoredEvent } from '@bali/event-store';
import { openSqliteEventStore } from '@bali/event-store';
import { temporaryDirectory, testHeads, testInstallationKeys } from '@bali/event-store/testing';
import { leafOf } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { ExportJobs, writeExport } from '@bali/queries';
import { sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fillWithStudy } from './exported-from.js';

const ABOUT = { software: { version: '0.1.0', commit: '0000000' }, choices: { separator: 'comma' } } as const;
const STUDY = sampleStudy();
const MIDDLE = 20;

/** The events of a small trial, one a page, of which reading one fails, or tells somebody. */
function eventsOf(before: (position: number) => void) {
  return {
    async *read(): AsyncGenerator<readonly StoredEvent[]> {
      for (const [position, record] of STUDY.entries()) {
        before(position);
        const { id, stream, revision, type } = record;
        yield await Promise.resolve([{ id, stream, revision, type, position, leaf: leafOf(record) }]);
      }
    },
  };
}

describe('an export that does not come to its end', () => {
  it.each(['out', 'out.zip'])('leaves nothing where the disk is full in the middle of it: %s', async (name) => {
    using directory = temporaryDirectory();
    const events = eventsOf((position) => {
      if (position === MIDDLE) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
    const options = { ...ABOUT, format: 'csv', position: STUDY.length - 1, events } as const;
    await expect(writeExport({ ...options, out: join(directory.path, name) })).rejects.toThrow('ENOSPC');
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('leaves nothing where it is cancelled', async () => {
    using directory = temporaryDirectory();
    const cancelled = new AbortController();
    const events = eventsOf((position) => {
      if (position === MIDDLE) cancelled.abort();
    });
    const options = { ...ABOUT, format: 'fhir', position: STUDY.length - 1, events } as const;
    const made = writeExport({ ...options, signal: cancelled.signal, out: join(directory.path, 'out.zip') });
    await expect(made).rejects.toThrow();
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('is said to be interrupted after the next start, where the process was killed, and what it had begun is gone', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'trial.db');
    const trialLedger = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) });
    await fillWithStudy(trialLedger);
    const exports = join(directory.path, 'exports');
    const stuck = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    // The reading never goes on: what a process leaves that is killed is what it leaves now.
    const held = {
      lastPosition: () => trialLedger.lastPosition(),
      readStream: (stream: string) => trialLedger.readStream(stream),
      async *read(): AsyncGenerator<readonly StoredEvent[]> {
        begun.resolve(undefined);
        await stuck.promise;
        yield [];
      },
    };
    const jobs = new ExportJobs({ ...rest(exports), trialLedger: held as never });
    const asked = await jobs.request({ ...ASKER, id: ID, format: 'odm', arms: 'masked', separator: 'comma' });
    await begun.promise;
    expect(asked.status).toBe('waiting');
    expect(readdirSync(exports).some((name) => name.includes('.partial-'))).toBe(true);

    const after = new ExportJobs({ ...rest(exports), trialLedger });
    expect(after.find(ASKER.person, ID)).toMatchObject({ status: 'interrupted' });
    expect(readdirSync(exports)).toEqual([`${ID}.json`]);
    await expect(after.fileOf(ASKER.person, ID)).rejects.toMatchObject({ code: 'export-not-ready' });
    stuck.resolve(undefined);
    await jobs.close();
    await trialLedger.close();
  });
});

const KEYS = testInstallationKeys();
const ID = '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55';
const PERSON: Person = {
  ...{ userId: 'ida', name: 'Ida', role: 'blinded-statistician', organisation: TRIAL.sponsor, sites: [] },
};
const ASKER = { person: PERSON, requestId: 'r-1', source: { client: 'test', ip: '127.0.0.1' } };

function rest(directory: string) {
  return {
    ...{ directory, kept: 3, software: ABOUT.software, now: () => new Date('2026-01-01T00:00:00Z') },
    keys: KEYS,
    disclosures: { record: () => Promise.resolve() } as never,
    materials: { until: () => Promise.reject(new Error('nobody asks for materials')) },
    allocations: {
      ofTrial: () => Promise.reject(new Error('nobody asks for arms')),
      unitDeviationsOfTrial: () => Promise.reject(new Error('nobody asks for arms')),
    },
    log: { error: () => undefined },
  };
}
