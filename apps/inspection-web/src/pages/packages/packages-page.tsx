import { permits } from '@bali/access/portable';
import type { PackageJob } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useQuery } from '../../api/use-query.js';
import { person } from '../../app/session.js';
import { CommandForm } from '../../kit/command-form.js';
import { Choice, Field } from '../../kit/field.js';
import { JobItem } from '../../kit/jobs/job-item.js';
import { JobsSection } from '../../kit/jobs/jobs-section.js';
import { Page, Section } from '../../kit/page.js';
import { figure, ledgerWord, words } from '../../words/words.js';

const PACKAGES = '/v1/packages';

const RIGHTS = [
  ['trial', 'inspect-trial-ledger'],
  ['access', 'inspect-access-ledger'],
  ['sealed', 'inspect-sealed-ledger'],
] as const;

/** Makes packages, shows how far they are, and gives them away. */
export default function PackagesPage() {
  const { packages: t } = words.value;
  const asked = useQuery('packages', (signal) => get<readonly PackageJob[]>(PACKAGES, { signal }));
  return (
    <Page title={t.title} intro={t.intro}>
      <MakeForm made={asked.again} />
      <JobsSection title={t.list} asked={asked}>
        {(job) => (
          <JobItem
            key={job.id}
            job={job}
            path={PACKAGES}
            title={ledgerWord(job.ledger)}
            parts={partsOf(job)}
            changed={asked.again}
          >
            <p dir="auto">{job.reason}</p>
          </JobItem>
        )}
      </JobsSection>
    </Page>
  );
}

function partsOf({ treeSize, texts, missing }: PackageJob): readonly string[] {
  const { packages: t } = words.value;
  return [
    `${t.events}: ${figure(treeSize)}`,
    t.texts[texts],
    ...(missing === undefined ? [] : [t.missing(figure(missing))]),
  ];
}

function MakeForm({ made }: { readonly made: () => void }) {
  const { packages: t } = words.value;
  const role = person.value?.role;
  const ledgers = RIGHTS.filter(([, action]) => role !== undefined && permits(role, action)).map(([ledger]) => ledger);
  const [ledger, setLedger] = useState<string>(ledgers[0] ?? 'trial');
  const [reason, setReason] = useState('');
  const command = useCommand();
  const make = (): Promise<void> =>
    command.send(PACKAGES, { ledger, reason }, () => {
      setReason('');
      made();
    });
  return (
    <Section title={t.make}>
      <CommandForm command={command} submit={t.submit} onSubmit={make}>
        <Choice
          label={t.ledger}
          value={ledger}
          onChange={setLedger}
          all=""
          options={ledgers.map((id) => [id, ledgerWord(id)])}
        />
        <Field label={t.reason} help={t.reasonHelp} value={reason} onInput={setReason} required />
      </CommandForm>
    </Section>
  );
}
