import type { TimelineEntry } from '@bali/projections';
import type { FieldVerification } from '@bali/trial';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { written } from '../../api/own-writes.js';
import { useCommand } from '../../api/use-command.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { CommandForm } from '../../kit/command-form.js';
import { Choice, Prose } from '../../kit/field.js';
import { may } from '../../kit/may.js';
import { Section } from '../../kit/page.js';
import { words } from '../../words/words.js';
import { byEntry, entriesChosen } from './verified-fields.js';
import { VerificationEntry } from './verification-entry.js';

export interface VerificationProps {
  readonly patient: string;
  readonly entries: readonly TimelineEntry[];
  /** Free texts by the hashes that stand for them. */
  readonly texts: Readonly<Record<string, string>>;
}

/** How each value stands that can be compared with its source, and where a monitor says that it was. */
export function VerificationSection({ patient, ...record }: VerificationProps) {
  const { enter: t } = words.value;
  const atLeast = written.value;
  const path = `/v1/patients/${encodeURIComponent(patient)}/source-data-verification`;
  const asked = useQuery(`verification ${patient} ${atLeast ?? ''}`, (signal) =>
    get<readonly FieldVerification[]>(path, { query: { atLeast }, signal }),
  );
  return (
    <Section title={t.verification} help={t.verificationHelp}>
      <Answered asked={asked}>
        {(fields) =>
          fields.length === 0 ? <p>{t.nothingToVerify}</p> : <Fields patient={patient} fields={fields} {...record} />
        }
      </Answered>
    </Section>
  );
}

interface FieldsProps extends VerificationProps {
  readonly fields: readonly FieldVerification[];
}

function Fields({ patient, fields, entries: recorded, texts }: FieldsProps) {
  const { enter: t } = words.value;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [verdict, setVerdict] = useState('agrees');
  const [reason, setReason] = useState('');
  const command = useCommand();
  const mayVerify = may('verify-source-data');
  const change = (keys: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const key of keys) {
      if (isChosen) next.add(key);
      else next.delete(key);
    }
    setChosen(next);
  };
  const entries = byEntry(fields).map((group) => (
    <VerificationEntry
      key={group.entry}
      {...{ group, texts, entry: recorded.find(({ id }) => id === group.entry) }}
      {...(mayVerify && { chosen, change })}
    />
  ));
  if (!mayVerify) return <>{entries}</>;
  const body = { verdict, entries: entriesChosen(fields, chosen), ...(reason.trim() !== '' && { reason }) };
  const done = () => {
    setChosen(new Set());
    setReason('');
  };
  return (
    <CommandForm
      command={command}
      submit={t.verify(String(chosen.size))}
      onSubmit={() => command.send(`/v1/patients/${patient}/source-data-verifications`, body, done)}
    >
      {entries}
      <Choice label={t.verdict} value={verdict} onChange={setVerdict} all="" options={Object.entries(t.verdicts)} />
      {verdict === 'taken-back' && (
        <Prose label={t.reason} help={t.noNames} value={reason} onInput={setReason} required />
      )}
    </CommandForm>
  );
}
