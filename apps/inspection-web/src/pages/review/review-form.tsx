import type { ReviewMade } from '@bali/queries';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { CommandForm } from '../../kit/command-form.js';
import { Choice, Field } from '../../kit/field.js';
import { Section } from '../../kit/page.js';
import { words } from '../../words/words.js';
import { TRAIL_REVIEW } from './check.js';

type Verdict = ReviewMade['verdict'];

export interface ReviewFormProps {
  readonly check: string;
  /** The end of the period, as of which the check was computed: RFC 3339, UTC. */
  readonly now: string;
  readonly reviewed: () => void;
}

/** Says what was concluded from what a check points at. It becomes an event of the access ledger. */
export function ReviewForm({ check, now, reviewed }: ReviewFormProps) {
  const { review: t } = words.value;
  const [verdict, setVerdict] = useState<Verdict>('nothing-found');
  const [findings, setFindings] = useState('');
  const command = useCommand();
  const record = (): Promise<void> =>
    command.send(
      `${TRAIL_REVIEW}/checks/${check}/reviews`,
      { before: now, verdict, ...(findings && { findings }) },
      () => {
        setFindings('');
        reviewed();
      },
    );
  return (
    <Section title={t.conclude} help={t.concludeHelp} class="no-print">
      <CommandForm command={command} submit={t.submit} onSubmit={record}>
        <Choice
          label={t.verdict}
          value={verdict}
          onChange={(value) => setVerdict(value as Verdict)}
          all=""
          options={Object.entries(t.verdicts)}
        />
        <Field
          label={t.findings}
          help={t.findingsHelp}
          value={findings}
          onInput={setFindings}
          required={verdict !== 'nothing-found'}
        />
      </CommandForm>
    </Section>
  );
}
