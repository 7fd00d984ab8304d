import { spoken, words } from '../words/words.js';

/** A value of an event. Nothing of it is ever taken for HTML. */
export function Value({ value }: { readonly value: unknown }) {
  const { common } = words.value;
  if (value === undefined || value === null) return <span aria-hidden="true">–</span>;
  if (typeof value === 'boolean') return <>{value ? common.yes : common.no}</>;
  if (typeof value === 'string' || typeof value === 'number') return <span dir="auto">{value}</span>;
  if (Array.isArray(value)) return <List items={value as readonly unknown[]} />;
  return <Fields data={value} />;
}

function List({ items }: { readonly items: readonly unknown[] }) {
  if (items.length === 0) return <span>{words.value.common.none}</span>;
  return (
    <ul class="values">
      {items.map((item, at) => (
        <li key={at}>
          <Value value={item} />
        </li>
      ))}
    </ul>
  );
}

/** What was measured is shown as it is; what was not, with the reason. */
function Fields({ data }: { readonly data: object }) {
  const fields = fieldsOf(data);
  const [only] = fields;
  if (fields.length === 1 && only?.[0] === 'value') return <Value value={only[1]} />;
  return (
    <dl class="nested">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>{spoken(name)}</dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The data of an event, field by field, each under the name that it has in the record. */
export function Data({ data }: { readonly data: unknown }) {
  const fields = typeof data === 'object' && data !== null ? fieldsOf(data) : [];
  return (
    <dl class="facts">
      {fields.map(([name, value]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function fieldsOf(data: object): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(data as Readonly<Record<string, unknown>>);
}

/** A free text stands in a record as its hash: what it says, as far as the reader may know; any other value as it is. */
export function inWords<Of>(value: Of, texts: Readonly<Record<string, string>>): Of | string {
  return typeof value === 'string' && Object.hasOwn(texts, value) ? (texts[value] ?? value) : value;
}
