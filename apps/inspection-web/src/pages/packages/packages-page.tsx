import { permits } from '@bali/access/portable';
import type { PackageJob } from '@bali/queries';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useQuery } from '../../api/use-query.js';
import { person } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Choice, Field } from '../../kit/field.js';
import { Page, Section } from '../../kit/page.js';
import { Job } from './job.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { ledgerWord, words } from '../../words/words.js';

const LOOK_AGAIN_MS = 1_000;

const RIGHTS = [
  ['trial', 'inspect-trial-ledger'],
  ['access', 'inspect-access-ledger'],
  ['sealed', 'inspect-sealed-ledger'],
] as const;

/** Makes packages, shows how far they are, and gives them away. */
export default function PackagesPage() {
  const { packages: t } = words.value;
  const asked = useQuery('packages', (signal) => get<readonly PackageJob[]>('/v1/packages', { signal }));
  const { again, answer } = asked;
  const isMaking = answer?.some(({ status }) => status === 'making' || status === 'waiting') ?? false;
  useEffect(() => {
    if (!isMaking) return;
    const timer = setTimeout(again, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isMaking, answer]);
  return (
    <Page title={t.title} intro={t.intro}>
      <MakeForm made={again} />
      <Section title={t.list}>
        <Answered asked={asked}>
          {(jobs) =>
            jobs.length === 0 ? (
              <p>{t.none}</p>
            ) : (
              <ul class="jobs">
                {jobs.map((job) => (
                  <Job key={job.id} job={job} changed={again} />
                ))}
              </ul>
            )
          }
        </Answered>
      </Section>
    </Page>
  );
}

function MakeForm({ made }: { readonly made: () => void }) {
  const { packages: t } = words.value;
  const role = person.value?.role;
  const ledgers = RIGHTS.filter(([, action]) => role !== undefined && permits(role, action)).map(([ledger]) => ledger);
  const [ledger, setLedger] = useState<string>(ledgers[0] ?? 'trial');
  const [reason, setReason] = useState('');
  const { problem, isBusy, send } = useCommand();
  const make = (): Promise<void> =>
    send('/v1/packages', { ledger, reason }, () => {
      setReason('');
      made();
    });
  return (
    <Section title={t.make}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Choice
          label={t.ledger}
          value={ledger}
          onChange={setLedger}
          all=""
          options={ledgers.map((id) => [id, ledgerWord(id)])}
        />
        <Field label={t.reason} help={t.reasonHelp} value={reason} onInput={setReason} required />
        {problem !== undefined && <ProblemNote problem={problem} />}
        <button type="submit" disabled={isBusy}>
          {t.submit}
        </button>
      </form>
    </Section>
  );
}
