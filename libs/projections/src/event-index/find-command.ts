import type { StatementSync } from 'node:sqlite';
import type { ProjectionsSource } from '../runner/projection.js';
import { bytesOfUuid, uuidOfBytes } from './uuid-bytes.js';

/** What a command did: what is needed to answer a repeated command as it was answered the first time. */
export interface FoundCommand {
  readonly commandId: string;
  /** The very message: the same id with another one is another command under a used id. */
  readonly causationId: string;
  readonly stream: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly lastPosition: number;
  readonly events: number;
}

/** What a command did to the ledger, or undefined if nothing that is applied yet came of it. */
export type FindCommand = (commandId: string) => FoundCommand | undefined;

/** For the test of its query plan. */
export const FIND = `SELECT causation, name, revision, position FROM indexed_event
  JOIN indexed_name ON number = stream WHERE command = ? ORDER BY position`;

/** @param source the runner. What it returns throws a RangeError for a command id that is no UUID, and ProjectionsNotServed. */
export function commandFinder(source: ProjectionsSource): FindCommand {
  let find: StatementSync | undefined;
  return (commandId) => {
    const { reader } = source;
    find ??= reader.prepare(FIND);
    const rows = find.all(bytesOfUuid(commandId));
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return {
      commandId: commandId.toLowerCase(),
      causationId: uuidOfBytes(first['causation'] as Uint8Array),
      stream: String(first['name']),
      firstRevision: Number(first['revision']),
      lastRevision: Number(last['revision']),
      lastPosition: Number(last['position']),
      events: rows.length,
    };
  };
}
