import { EXPORT_FORMAT_IDS } from '@bali/exports';
import { sampleStudy } from '@bali/exports/testing';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { leafOf } from '@bali/ledger';
import { type EventsOfLedger, writeExport } from '@bali/queries';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Appends a small trial, an event at a time, so that every store has the same positions. */
export async function fillWithStudy(store: EventStore): Promise<void> {
  for (const record of sampleStudy()) {
    await store.append({
      stream: record.stream,
      expectedRevision: record.revision === 0 ? NO_STREAM : record.revision - 1,
      events: [{ id: record.id, type: record.type, leaf: leafOf(record) }],
    });
  }
}

/** The SHA-256 of every format's zip file, as of the last event but one. */
export async function digestsFrom(events: EventsOfLedger, directory: string): Promise<readonly string[]> {
  const position = sampleStudy().length - 2;
  const software = { version: '0.1.0', commit: '0000000' };
  const digests: string[] = [];
  for (const format of EXPORT_FORMAT_IDS) {
    const out = join(directory, `${format}.zip`);
    await writeExport({ format, position, events, software, choices: { separator: 'comma' }, out });
    digests.push(
      `${format} ${createHash('sha256')
        .update(await readFile(out))
        .digest('hex')}`,
    );
  }
  return digests;
}
