import type { TimelineEntry } from '@bali/projections';
import type { FieldVerification } from '@bali/trial';
import { Entered, Moment } from '../../kit/moment.js';
import { Value } from '../../kit/value.js';
import { eventWord, figure, words } from '../../words/words.js';
import { type EntryFields, keyOf } from './verified-fields.js';

interface EntryProps {
  readonly group: EntryFields;
  /** The entry as it stands, with every correction applied. */
  readonly entry: TimelineEntry | undefined;
  readonly texts: Readonly<Record<string, string>>;
  /** Of a reader who may verify: what is chosen, and how it is changed. */
  readonly chosen?: ReadonlySet<string>;
  readonly change?: (keys: readonly string[], isChosen: boolean) => void;
}

const PILLS = { verified: 'pill good', broken: 'pill warn', 'not-verified': 'pill' } as const;

/** The values of one entry, each with how it stands. */
export function VerificationEntry({ group: { type, fields }, entry, texts, chosen, change }: EntryProps) {
  const { enter: t } = words.value;
  const verified = fields.filter(({ status }) => status === 'verified').length;
  const keys = fields.map(keyOf);
  const name = eventWord(type);
  return (
    <details class="verification">
      <summary>
        {name} {entry !== undefined && <Entered text={entry.happened} />}{' '}
        <small class="help">{t.verifiedOf(figure(verified), figure(fields.length))}</small>
      </summary>
      {chosen !== undefined && change !== undefined && (
        <label class="choice">
          <input
            type="checkbox"
            checked={keys.every((key) => chosen.has(key))}
            onChange={(event) => change(keys, event.currentTarget.checked)}
          />
          {t.allOf(name)}
        </label>
      )}
      <ul class="values">
        {fields.map((field) => (
          <li key={field.field}>
            {chosen === undefined || change === undefined ? (
              <code>{field.field.slice(1)}</code>
            ) : (
              <label class="choice">
                <input
                  type="checkbox"
                  checked={chosen.has(keyOf(field))}
                  onChange={(event) => change([keyOf(field)], event.currentTarget.checked)}
                />
                <code>{field.field.slice(1)}</code>
              </label>
            )}
            <Value value={shownAt(field.field, entry?.data, texts)} />
            <Standing field={field} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The value at a place of the data; a free text in place of its hash. */
function shownAt(pointer: string, data: unknown, texts: EntryProps['texts']): unknown {
  let value = data;
  for (const name of pointer.slice(1).split('/'))
    value =
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' ? (texts[value] ?? value) : value;
}

function Standing({ field: { status, verifiedAt, verifiedBy } }: { readonly field: FieldVerification }) {
  return (
    <>
      <span class={PILLS[status]}>{words.value.enter.statuses[status]}</span>{' '}
      {verifiedAt !== undefined && (
        <small class="help">
          <bdi>{verifiedBy}</bdi>, <Moment utc={verifiedAt} />
        </small>
      )}
    </>
  );
}
