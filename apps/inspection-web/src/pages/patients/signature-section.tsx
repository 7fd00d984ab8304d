import type { PatientView } from '@bali/queries';
import { may } from '../../kit/may.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { Table } from '../../kit/table.js';
import { eventWord, words } from '../../words/words.js';
import { SignOff } from './sign-off.js';

const PILLS = { valid: 'pill good', superseded: 'pill warn', invalid: 'pill bad' } as const;

/** Whose signatures stand, which were superseded by a later change, and where the investigator signs the record. */
export function SignatureSection({ record }: { readonly record: PatientView }) {
  const { signatures, patient, revision } = record;
  if (signatures.length === 0 && !may('sign-off-patient')) return null;
  return (
    <Section title={words.value.patient.signatures}>
      {signatures.length > 0 && <Signatures signatures={signatures} />}
      <SignOff patient={patient} revision={revision} />
    </Section>
  );
}

function Signatures({ signatures }: Pick<PatientView, 'signatures'>) {
  const { patient: t, record } = words.value;
  return (
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
  );
}
