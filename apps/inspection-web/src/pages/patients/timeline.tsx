import type { FieldHistory, TimelineEntry } from '@bali/projections';
import { Entered, Moment } from '../../kit/moment.js';
import { Value } from '../../kit/value.js';
import { AskAboutEntry } from '../queries/ask-query.js';
import { eventWord, figure, roleWord, spoken, words } from '../../words/words.js';

interface TimelineProps {
  readonly patient: string;
  readonly entries: readonly TimelineEntry[];
  /** Free texts by the hashes that stand for them. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What happened, in its order; what was corrected stands where it was entered, the old value struck through. */
export function Timeline({ patient, entries, texts }: TimelineProps) {
  return (
    <ol class="timeline">
      {entries.map((entry) => (
        <Item key={entry.id} patient={patient} entry={entry} texts={texts} />
      ))}
    </ol>
  );
}

function Item({ patient, entry, texts }: { readonly entry: TimelineEntry } & Omit<TimelineProps, 'entries'>) {
  const { patient: t } = words.value;
  const { type, happened, late, recordedAt, recordedDaysAfter, recordedBy, corrected, data } = entry;
  const histories = new Map(corrected.map((history) => [history.field.split('/')[1] ?? '', history]));
  const struck = entry.annulled !== undefined;
  return (
    <li class={struck ? 'entry struck-entry' : 'entry'}>
      <div class="timeline-date">
        <Entered text={happened} />
      </div>
      <div>
        <div class="entry-head">
          <h3>{struck ? <s>{eventWord(type)}</s> : eventWord(type)}</h3>
          {struck && <span class="pill bad">{t.struck}</span>}
          {late && <span class="pill warn">{t.lateMark}</span>}
          {corrected.length > 0 && <span class="pill">{t.correctedMark}</span>}
          <AskAboutEntry patient={patient} entry={entry} />
        </div>
        <dl class="facts compact">
          {Object.entries(data as object).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Value value={shown(value, texts)} />
                <Earlier history={histories.get(name)} texts={texts} />
              </dd>
            </div>
          ))}
        </dl>
        {entry.annulled !== undefined && <HowAnnulled annulled={entry.annulled} texts={texts} />}
        <p class="help">
          {t.recorded} <Moment utc={recordedAt} />
          {recordedDaysAfter > 0 && ` (${t.recordedAfter(recordedDaysAfter, figure(recordedDaysAfter))})`},{' '}
          <bdi>{recordedBy.name}</bdi>, {roleWord(recordedBy.role)}
        </p>
      </div>
    </li>
  );
}

/** What stood there before, who changed it and why. */
function Earlier({
  history,
  texts,
}: {
  readonly history: FieldHistory | undefined;
  readonly texts: TimelineProps['texts'];
}) {
  const { patient: t } = words.value;
  if (history === undefined) return null;
  return (
    <ul class="earlier">
      {history.versions.slice(0, -1).map(({ value, revision }, at) => {
        const next = history.versions[at + 1];
        return (
          <li key={revision}>
            {t.was}{' '}
            <s>
              <Value value={shown(value, texts)} />
            </s>
            {next !== undefined && (
              <>
                {' · '}
                <bdi>{next.actor.name}</bdi>, <Moment utc={next.recordedAt} />
                {next.reason !== undefined && (
                  <>
                    {' · '}
                    {t.reason}: <span dir="auto">{texts[next.reason] ?? next.reason}</span>
                  </>
                )}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A free text stands in the data as its hash. */
function shown(value: unknown, texts: TimelineProps['texts']): unknown {
  return typeof value === 'string' ? (texts[value] ?? value) : value;
}

/** Who took an entry back, when and why. */
function HowAnnulled({ annulled, texts }: { readonly annulled: Annulled; readonly texts: TimelineProps['texts'] }) {
  const { patient: t } = words.value;
  const { recordedAt, recordedBy, reasonCode, reason } = annulled;
  return (
    <p class="note wrong">
      {t.struck}: <Moment utc={recordedAt} />, <bdi>{recordedBy.name}</bdi>, {roleWord(recordedBy.role)}
      {reasonCode !== undefined && ` · ${spoken(reasonCode)}`}
      {reason !== undefined && (
        <>
          {' · '}
          <span dir="auto">{texts[reason] ?? reason}</span>
        </>
      )}
    </p>
  );
}

type Annulled = NonNullable<TimelineEntry['annulled']>;
