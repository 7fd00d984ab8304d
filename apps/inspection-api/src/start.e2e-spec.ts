import { describe, expect, it } from '@jest/globals';
import { someoneIn } from '@bali/identity/testing';
import { ProjectionsInUse } from '@bali/projections';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InspectionApiUnderTest, startInspectionApi } from '../testing/index.js';

const DESCRIPTORS = '/proc/self/fd';

/** The files of a directory that this process has open, where the system tells; none elsewhere. */
function openFilesIn(directory: string): readonly string[] {
  if (!existsSync(DESCRIPTORS)) return [];
  const paths = readdirSync(DESCRIPTORS).flatMap((descriptor) => {
    try {
      return [readlinkSync(join(DESCRIPTORS, descriptor))];
    } catch {
      // The descriptor of the listing itself is gone by now.
      return [];
    }
  });
  return paths.filter((path) => path.startsWith(directory)).toSorted();
}

describe('an inspection API', () => {
  it('does not start beside another one on the same files, and leaves nothing open then', async () => {
    await using api = await startInspectionApi(20);
    await expect(api.create()).rejects.toThrow(ProjectionsInUse);
    expect((await api.get('/v1/ledgers', { as: someoneIn('inspector') })).status).toBe(200);
    // SQLite closes a file only when no connection of the process has it open any more.
    await api.stop();
    expect(openFilesIn(api.directory.path)).toEqual([]);
  });

  it('is ready when it is made, and closes all that it has opened', async () => {
    await using api = new InspectionApiUnderTest();
    await api.start();
    const { status, body } = await api.get('/health/ready', { as: null });
    const checks = {
      ...{ store: 'up', files: 'up', 'ledgers-as-written': 'up', projections: 'up', 'transparency-logs': 'up' },
      ...{ alarms: 'up', 'free-texts': 'up' },
    };
    expect([status, body]).toEqual([200, { status: 'up', checks }]);
    await api.stop();
    expect(openFilesIn(api.directory.path)).toEqual([]);
    await api.start();
    expect((await api.get('/health/ready', { as: null })).status).toBe(200);
  });
});
