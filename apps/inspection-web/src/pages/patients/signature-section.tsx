import type { PatientView } from '@bali/queries';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { eventWord, words } from '../../words/words.js';

const PILLS = { valid: 'pill good', superseded: 'pill warn', invalid: 'pill bad' } as const;

/** Whose signatures stand, and which were superseded by a later change. */
export function SignatureSection({ signatures }: Pick<PatientView, 'signatures'>) {
  const { patient: t, record } = words.value;
  if (signatures.length === 0) return null;
  return (
    <Section title={t.signatures}>
      <Table
        caption={t.signatures}
        rows={signatures}
        keyOf={({ event }) => event}
        columns={[
          { title: record.signature, cell: ({ type }) => eventWord(type) },
          { title: record.who, cell: ({ name, userId }) => <bdi title={userId}>{name}</bdi> },
          { title: record.when, cell: ({ signedAt }) => <Moment utc={signedAt} /> },
          { title: record.meaning, cell: ({ meaning }) => meaning },
          { title: t.standing, cell: ({ standing }) => <span class={PILLS[standing]}>{t.standings[standing]}</span> },
        ]}
      />
    </Section>
  );
}
