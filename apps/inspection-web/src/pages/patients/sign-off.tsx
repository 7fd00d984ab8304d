import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { CommandForm } from '../../kit/command-form.js';
import { may } from '../../kit/may.js';
import { words } from '../../words/words.js';

interface SignOffProps {
  readonly patient: string;
  /** Of the record as it is shown: another one is not signed. */
  readonly revision: number;
}

/** The investigator signs the record as it is shown. */
export function SignOff({ patient, revision }: SignOffProps) {
  const { enter: t } = words.value;
  const [isSigned, setSigned] = useState(false);
  const command = useCommand();
  if (!may('sign-off-patient')) return null;
  return (
    <div class="no-print">
      <p class="help">{t.signOffHelp}</p>
      <CommandForm
        command={command}
        submit={t.signOff}
        onSubmit={() => {
          setSigned(false);
          return command.send(`/v1/patients/${patient}/sign-off`, {}, () => setSigned(true), revision);
        }}
      />
      <p role="status">{isSigned && t.signedOff}</p>
    </div>
  );
}
