import { permits } from '@bali/access/portable';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { person } from '../../app/session.js';
import { CommandForm } from '../../kit/command-form.js';
import { Choice, Field } from '../../kit/field.js';
import { Section } from '../../kit/page.js';
import { words } from '../../words/words.js';

export const EXPORTS = '/v1/exports';

/** Asks for an export. What it holds is decided by the server; a form offers only what the reader's role could be given. */
export function MakeForm({ made }: { readonly made: () => void }) {
  const { exports: t } = words.value;
  const role = person.value?.role;
  const [format, setFormat] = useState('csv');
  const [separator, setSeparator] = useState('comma');
  const [arms, setArms] = useState('masked');
  const [position, setPosition] = useState('');
  const command = useCommand();
  const make = (): Promise<void> => {
    const at = position === '' ? {} : { position: Number(position) };
    return command.send(EXPORTS, { format, separator, arms, ...at }, made);
  };
  return (
    <Section title={t.make}>
      <CommandForm command={command} submit={t.submit} onSubmit={make}>
        <Choice label={t.format} value={format} onChange={setFormat} all="" options={Object.entries(t.formats)} />
        {format === 'csv' && (
          <Choice
            label={t.separator}
            value={separator}
            onChange={setSeparator}
            all=""
            options={Object.entries(t.separators)}
          />
        )}
        {role !== undefined && permits(role, 'read-allocations') && (
          <Choice label={t.arms} value={arms} onChange={setArms} all="" options={Object.entries(t.armsIn)} />
        )}
        <Field
          label={t.position}
          help={t.positionHelp}
          type="number"
          inputMode="numeric"
          value={position}
          onInput={setPosition}
        />
      </CommandForm>
    </Section>
  );
}
