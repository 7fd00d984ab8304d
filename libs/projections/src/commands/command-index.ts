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
  readonly command: Uint8Array;
  readonly causation: Uint8Array;
  readonly stream: string;
  readonly revision: number;
  events: number;
}

class CommandIndexWriter implements ProjectionWriter {
  readonly #save: StatementSync;
  /** The last run, kept after it was written: its command's next event may come in another batch. */
  #run: Run | undefined;
  #commandId: string | undefined;
  #changed = false;

  constructor(database: DatabaseSync) {
    this.#save = database.prepare('INSERT OR REPLACE INTO command_run VALUES (?, ?, ?, ?, ?, ?)');
    const row = database.prepare('SELECT * FROM command_run ORDER BY first_position DESC LIMIT 1').get();
    if (row === undefined) return;
    this.#commandId = textOf(row['command']);
    this.#run = {
      position: Number(row['first_position']),
      command: row['command'] as Uint8Array,
      causation: row['causation'] as Uint8Array,
      stream: String(row['stream']),
      revision: Number(row['first_revision']),
      events: Number(row['events']),
    };
  }

  apply({ position, record: { stream, revision, metadata } }: LedgerEvent): void {
    if (this.#run !== undefined && this.#commandId === metadata.commandId && this.#run.stream === stream) {
      this.#run.events += 1;
    } else {
      this.flush();
      const [command, causation] = [bytesOf(metadata.commandId), bytesOf(metadata.causationId)];
      this.#run = { position, command, causation, stream, revision, events: 1 };
      this.#commandId = metadata.commandId;
    }
    this.#changed = true;
  }

  flush(): void {
    if (this.#run === undefined || !this.#changed) return;
    const { position, command, causation, stream, revision, events } = this.#run;
    this.#save.run(position, command, causation, stream, revision, events);
    this.#changed = false;
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
