import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerEvent, Projection, ProjectionWriter, Table } from '../runner/projection.js';

/** Rows are runs of events that follow one another in the ledger, so that writing is appending: see {@link commandFinder}. */
const RUNS: Table = {
  name: 'command_run',
  definition: `(
    first_position INTEGER PRIMARY KEY,
    command BLOB NOT NULL,
    causation BLOB NOT NULL,
    stream TEXT NOT NULL,
    first_revision INTEGER NOT NULL,
    events INTEGER NOT NULL
  ) STRICT`,
  indexes: { command_run_by_command: '(command)' },
};

/** Which command made which events: what is needed to answer a repeated command as it was answered the first time. */
export const commandIndex: Projection = {
  name: 'command-index',
  version: 1,
  tables: [RUNS],
  open: (database) => new CommandIndexWriter(database),
};

/** What a command did. */
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
export const FIND = 'SELECT * FROM command_run WHERE command = ? ORDER BY first_position';

/** @param reader of the projections. What it returns throws a RangeError for a command id that is no UUID. */
export function commandFinder(reader: DatabaseSync): FindCommand {
  const find = reader.prepare(FIND);
  return (commandId) => {
    const rows = find.all(bytesOf(commandId));
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return {
      commandId: textOf(first['command']),
      causationId: textOf(first['causation']),
      stream: String(first['stream']),
      firstRevision: Number(first['first_revision']),
      lastRevision: Number(last['first_revision']) + Number(last['events']) - 1,
      lastPosition: Number(last['first_position']) + Number(last['events']) - 1,
      events: rows.reduce((events, row) => events + Number(row['events']), 0),
    };
  };
}

interface Run {
  readonly position: number;
  readonly commandId: string;
  readonly causationId: string;
  readonly stream: string;
  readonly revision: number;
  events: number;
}

class CommandIndexWriter implements ProjectionWriter {
  readonly #insert: StatementSync;
  #run: Run | undefined;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO command_run VALUES (?, ?, ?, ?, ?, ?)');
  }

  apply({ position, record }: LedgerEvent): void {
    const { commandId, causationId } = record.metadata;
    if (this.#run?.commandId === commandId && this.#run.stream === record.stream) {
      this.#run.events += 1;
      return;
    }
    this.flush();
    this.#run = { position, commandId, causationId, stream: record.stream, revision: record.revision, events: 1 };
  }

  flush(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#insert.run(
      run.position,
      bytesOf(run.commandId),
      bytesOf(run.causationId),
      run.stream,
      run.revision,
      run.events,
    );
    this.#run = undefined;
  }
}

/** A UUID as the 16 bytes that it is: half the size in table and index. */
function bytesOf(uuid: string): Uint8Array {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  if (uuid.length !== 36 || bytes.byteLength !== 16)
    throw new RangeError('a command or its cause is not named by a UUID');
  return bytes;
}

function textOf(bytes: unknown): string {
  const hex = Buffer.from(bytes as Uint8Array).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
