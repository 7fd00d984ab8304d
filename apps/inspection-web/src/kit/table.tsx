import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand at the right, one below the other. */
  readonly isFigure?: boolean;
}

export interface TableProps<Row> {
  /** What the table is of, for whoever does not see where it stands. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, place: number) => string | number;
  readonly showCaption?: boolean;
}

/** A table whose first column names its rows. It scrolls sideways on a small screen, by keyboard too. */
export function Table<Row>({ caption, columns, rows, keyOf, showCaption = false }: TableProps<Row>) {
  return (
    <div class="table" tabIndex={0} role="group" aria-label={caption}>
      <table>
        <caption class={showCaption ? '' : 'hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isFigure = false }) => (
              <th key={title} scope="col" class={isFigure ? 'figure' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={keyOf(row, place)}>
              {columns.map(({ title, cell, isFigure = false }, at) =>
                at === 0 ? (
                  <th key={title} scope="row" class={isFigure ? 'figure' : ''}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} class={isFigure ? 'figure' : ''}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
