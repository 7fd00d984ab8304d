import type { Page } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get, type Query } from '../api/client.js';
import { useQuery } from '../api/use-query.js';
import { words } from '../words/words.js';
import { Answered } from './answered.js';
import { type Column, Table } from './table.js';

export interface PagedTableProps<Row> {
  readonly caption: string;
  /** Where the rows are asked for, and with what. */
  readonly path: string;
  readonly query: Query;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row, place: number) => string;
  /** What is said where there are none. */
  readonly empty: string;
}

/** A table that the server gives page by page. */
export function PagedTable<Row>({ caption, path, query, columns, keyOf, empty }: PagedTableProps<Row>) {
  const question = `${path} ${JSON.stringify(query)}`;
  const [turned, setTurned] = useState<{ readonly question: string; readonly cursors: readonly string[] }>();
  const cursors = turned?.question === question ? turned.cursors : [];
  const cursor = cursors.at(-1);
  const { next: later, previous: earlier } = words.value.common;
  const asked = useQuery(`${question} ${cursor ?? ''}`, (signal) =>
    get<Page<Row>>(path, { query: { ...query, cursor }, signal }),
  );
  const turn = (to: readonly string[]) => () => setTurned({ question, cursors: to });
  return (
    <Answered asked={asked}>
      {({ items, next }) => (
        <>
          {items.length === 0 ? (
            <p>{empty}</p>
          ) : (
            <Table caption={caption} rows={items} keyOf={keyOf} columns={columns} />
          )}
          <div class="line no-print">
            {cursor !== undefined && (
              <button type="button" class="quiet" onClick={turn(cursors.slice(0, -1))}>
                {earlier}
              </button>
            )}
            {next !== undefined && (
              <button type="button" class="quiet" onClick={turn([...cursors, next])}>
                {later}
              </button>
            )}
          </div>
        </>
      )}
    </Answered>
  );
}
