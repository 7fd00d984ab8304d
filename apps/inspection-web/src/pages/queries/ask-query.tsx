import type { TimelineEntry } from '@bali/projections';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { person } from '../../app/session.js';
import { CommandForm } from '../../kit/command-form.js';
import { DialogButton } from '../../kit/dialog-button.js';
import { Choice, Field, Prose } from '../../kit/field.js';
import { may } from '../../kit/may.js';
import { eventWord, words } from '../../words/words.js';

/** The role that asks about receptions alone, without words of its own. */
const UNIT = 'cell-therapy-unit';

/** What is missed most. The visit is named of the last two. */
const MISSING = [
  ...['BaselineAssessed', 'Harvested', 'Implanted', 'Amputated', 'Died', 'AdverseEventReported'],
  ...['FollowUpCompleted', 'FollowUpAssessed', 'VisitMissed'],
];
const OF_A_VISIT: ReadonlySet<string> = new Set(['FollowUpAssessed', 'VisitMissed']);

interface AskEntryProps {
  readonly patient: string;
  readonly entry: TimelineEntry;
}

/** Asks the site about an entry, or about one of its values. */
export function AskAboutEntry({ patient, entry }: AskEntryProps) {
  const { enter: t } = words.value;
  const isOfUnit = person.value?.role === UNIT;
  if (!may('raise-query') || entry.annulled !== undefined || (isOfUnit && entry.type !== 'Harvested')) return null;
  const about = `${eventWord(entry.type)}, ${entry.happened}`;
  return (
    <DialogButton label={t.ask} about={about} title={`${t.ask}: ${about}`}>
      {(close) =>
        isOfUnit ? (
          <AskByTopic patient={patient} entry={entry} close={close} />
        ) : (
          <AskInWords patient={patient} entry={entry} close={close} />
        )
      }
    </DialogButton>
  );
}

interface EntryFormProps extends AskEntryProps {
  readonly close: () => void;
}

const queriesOf = (patient: string): string => `/v1/patients/${patient}/queries`;

function AskInWords({ patient, entry: { id, data }, close }: EntryFormProps) {
  const { enter: t } = words.value;
  const [field, setField] = useState('');
  const [question, setQuestion] = useState('');
  const command = useCommand();
  const body = { entry: id, ...(field !== '' && { field }), question };
  return (
    <CommandForm command={command} submit={t.ask} onSubmit={() => command.send(queriesOf(patient), body, close)}>
      <Choice
        label={t.value}
        value={field}
        onChange={setField}
        all={t.wholeEntry}
        options={pointersIn(data).map((pointer) => [pointer, pointer.slice(1)])}
      />
      <Prose label={t.question} help={t.noNames} value={question} onInput={setQuestion} required />
    </CommandForm>
  );
}

function AskByTopic({ patient, entry: { id }, close }: EntryFormProps) {
  const { enter: t } = words.value;
  const [topic, setTopic] = useState('label');
  const command = useCommand();
  return (
    <CommandForm
      command={command}
      submit={t.ask}
      onSubmit={() => command.send(queriesOf(patient), { entry: id, topic }, close)}
    >
      <Choice label={t.topic} value={topic} onChange={setTopic} all="" options={Object.entries(t.topics)} />
    </CommandForm>
  );
}

/** Asks the site about an entry that is not there. */
export function AskAboutMissing({ patient }: { readonly patient: string }) {
  const { enter: t } = words.value;
  if (!may('raise-query') || person.value?.role === UNIT) return null;
  return (
    <DialogButton label={t.askMissing} title={t.askMissing}>
      {(close) => <Missing patient={patient} close={close} />}
    </DialogButton>
  );
}

function Missing({ patient, close }: { readonly patient: string; readonly close: () => void }) {
  const { enter: t, patient: ofPatient } = words.value;
  const [type, setType] = useState('FollowUpAssessed');
  const [visit, setVisit] = useState('');
  const [question, setQuestion] = useState('');
  const command = useCommand();
  const isOfVisit = OF_A_VISIT.has(type);
  const missing = { type, ...(isOfVisit && visit !== '' && { visit: visit.trim().toUpperCase() }) };
  return (
    <CommandForm
      command={command}
      submit={t.ask}
      onSubmit={() => command.send(queriesOf(patient), { missing, question }, close)}
    >
      <Choice
        label={t.missing}
        value={type}
        onChange={setType}
        all=""
        options={MISSING.map((one) => [one, eventWord(one)])}
      />
      {isOfVisit && <Field label={ofPatient.visit} value={visit} onInput={setVisit} placeholder="M1" required />}
      <Prose label={t.question} help={t.noNames} value={question} onInput={setQuestion} required />
    </CommandForm>
  );
}

/** The places of all single values in the data of an entry, as JSON pointers. Lists are asked about as a whole. */
function pointersIn(data: unknown, at = ''): readonly string[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return at === '' ? [] : [at];
  return Object.entries(data).flatMap(([name, value]) => pointersIn(value, `${at}/${name}`));
}
