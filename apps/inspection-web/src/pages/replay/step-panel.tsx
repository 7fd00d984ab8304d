import type { AuditLogEntry, StepView, WithTexts } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get, getText } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Skeleton } from '../../kit/skeleton.js';
import { Table } from '../../kit/table.js';
import { inWords, Value } from '../../kit/value.js';
import { eventWord, figure, roleWord, words } from '../../words/words.js';
import type { Player } from './use-player.js';

/** More values than this are counted rather than shown: a registration changes hundreds. */
const MOST_SHOWN = 40;

/** The event, what it changed, and how it is stored. */
export function StepPanel({ player }: { readonly player: Player }) {
  const { replay: t, common } = words.value;
  const { step, position, isPlaying } = player;
  if (step === undefined)
    return (
      <Section title={common.event(figure(position))}>
        <Skeleton label={common.loading} lines={8} />
      </Section>
    );
  return (
    <Section
      title={`${figure(position)}: ${eventWord(step.type)}`}
      aside={<a href={hrefOf(`/audit-log/${position}`)}>{t.toRecord}</a>}
    >
      <p>
        <Moment utc={step.recordedAt} /> · <bdi>{step.actor.name}</bdi>, {roleWord(step.actor.role)} ·{' '}
        <code>{step.stream}</code>
      </p>
      {!isPlaying && <Sentence position={position} />}
      <h3>{t.changed}</h3>
      <div class="differences">
        <Differences step={step} />
      </div>
      {!isPlaying && <Stored key={position} position={position} />}
    </Section>
  );
}

function Sentence({ position }: { readonly position: number }) {
  const { answer } = useQuery(`sentence ${position}`, (signal) =>
    get<AuditLogEntry>(`/v1/audit-log/${position}`, { signal }),
  );
  return answer?.position === position ? (
    <p dir="auto">{answer.sentence}</p>
  ) : (
    <Skeleton label={words.value.common.loading} lines={2} />
  );
}

function Differences({ step: { differences, texts } }: { readonly step: WithTexts<StepView> }) {
  const { replay: t } = words.value;
  if (differences.length === 0) return <p class="help">{t.nothingChanged}</p>;
  const more = differences.length - MOST_SHOWN;
  return (
    <>
      <Table
        caption={t.changed}
        rows={differences.slice(0, MOST_SHOWN)}
        keyOf={({ field }) => field}
        columns={[
          { title: t.fieldColumn, cell: ({ field }) => <code>{field}</code> },
          { title: t.beforeColumn, cell: ({ before }) => <Value value={inWords(before, texts)} /> },
          { title: t.afterColumn, cell: ({ after }) => <Value value={inWords(after, texts)} /> },
        ]}
      />
      {more > 0 && <p class="help">{t.moreChanges(figure(more))}</p>}
    </>
  );
}

/** Is fetched when somebody wants to see it. */
function Stored({ position }: { readonly position: number }) {
  const [isOpen, setOpen] = useState(false);
  const { replay: t } = words.value;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.stored}</summary>
      {isOpen && <Leaf position={position} />}
    </details>
  );
}

function Leaf({ position }: { readonly position: number }) {
  const { replay: t } = words.value;
  const asked = useQuery(`stored ${position}`, (signal) => getText(`/v1/ledgers/trial/leaves/${position}`, { signal }));
  return (
    <Answered asked={asked}>
      {(text) => (
        <pre tabIndex={0} aria-label={t.stored}>
          {text}
        </pre>
      )}
    </Answered>
  );
}
