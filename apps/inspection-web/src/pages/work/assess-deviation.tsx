import type { ListedDeviation } from '@bali/queries';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { CommandForm } from '../../kit/command-form.js';
import { DialogButton } from '../../kit/dialog-button.js';
import { Choice, Prose } from '../../kit/field.js';
import { may } from '../../kit/may.js';
import { spoken, words } from '../../words/words.js';

interface DeviationProps {
  readonly deviation: ListedDeviation;
}

/** The sponsor says what a deviation means. It may be assessed anew: the last word counts. */
export function AssessDeviation({ deviation }: DeviationProps) {
  const { enter: t } = words.value;
  if (!may('assess-deviation')) return null;
  const about = `${deviation.patient}, ${spoken(deviation.kind)}`;
  return (
    <DialogButton label={t.assess} about={about} title={`${t.assess}: ${about}`}>
      {(close) => <Assessment deviation={deviation} close={close} />}
    </DialogButton>
  );
}

function Assessment({
  deviation: { patient, key, says, isCritical, assessment },
  close,
}: DeviationProps & { readonly close: () => void }) {
  const { enter: t, work } = words.value;
  const [severity, setSeverity] = useState<string>(assessment?.severity ?? (isCritical ? 'critical' : 'minor'));
  const [perProtocol, setPerProtocol] = useState<string>(assessment?.perProtocol ?? 'kept');
  const [rationale, setRationale] = useState('');
  const command = useCommand();
  const body = { deviation: key, severity, perProtocol, ...(rationale.trim() !== '' && { rationale }) };
  return (
    <>
      <p>{says}</p>
      <CommandForm
        command={command}
        submit={t.record}
        onSubmit={() => command.send(`/v1/patients/${patient}/deviation-assessments`, body, close)}
      >
        <Choice
          label={t.severity}
          value={severity}
          onChange={setSeverity}
          all=""
          options={Object.entries(work.severities)}
        />
        <Choice
          label={t.perProtocol}
          value={perProtocol}
          onChange={setPerProtocol}
          all=""
          options={Object.entries(work.perProtocol)}
        />
        <Prose label={t.rationale} help={t.noNames} value={rationale} onInput={setRationale} />
      </CommandForm>
    </>
  );
}
