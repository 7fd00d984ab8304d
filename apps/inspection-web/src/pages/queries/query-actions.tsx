import type { QueryInList } from '@bali/queries';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { person } from '../../app/session.js';
import { CommandForm } from '../../kit/command-form.js';
import { DialogButton } from '../../kit/dialog-button.js';
import { Choice, Prose } from '../../kit/field.js';
import { may } from '../../kit/may.js';
import { figure, words } from '../../words/words.js';

interface QueryProps {
  readonly query: QueryInList;
}

/** What the reader may do about a query: the site answers, and whoever asked closes it or asks again. */
export function QueryActions({ query }: QueryProps) {
  const { enter: t } = words.value;
  const { status, raisedByRole } = query;
  const isOfTheRole = raisedByRole === person.value?.role || raisedByRole === 'system';
  const closes = may('close-query') && isOfTheRole;
  const about = `${query.patient} ${words.value.work.number(figure(query.number))}`;
  return (
    <div class="line no-print">
      {status !== 'closed' && may('answer-query') && (
        <DialogButton label={t.answerQuery} about={about} title={`${t.answerQuery}: ${about}`}>
          {(close) => <Answer query={query} close={close} />}
        </DialogButton>
      )}
      {status !== 'closed' && closes && (
        <DialogButton label={t.closeQuery} about={about} title={`${t.closeQuery}: ${about}`}>
          {(close) => <Closing query={query} close={close} path="closure" />}
        </DialogButton>
      )}
      {status === 'closed' && closes && (
        <DialogButton label={t.reopenQuery} about={about} title={`${t.reopenQuery}: ${about}`}>
          {(close) => <Closing query={query} close={close} path="reopening" />}
        </DialogButton>
      )}
    </div>
  );
}

interface FormProps extends QueryProps {
  readonly close: () => void;
}

/** The question and what was answered so far, above what is entered. */
function SoFar({ query: { question, answers, texts } }: QueryProps) {
  return (
    <>
      {question !== undefined && (
        <blockquote dir="auto">{texts[question] ?? words.value.enter.textNotShown}</blockquote>
      )}
      {answers.map(({ at, answer }) => (
        <blockquote key={at} dir="auto" class="help">
          {texts[answer] ?? words.value.enter.textNotShown}
        </blockquote>
      ))}
    </>
  );
}

const pathOf = ({ patient, number }: QueryInList): string => `/v1/patients/${patient}/queries/${number}`;

function Answer({ query, close }: FormProps) {
  const { enter: t } = words.value;
  const [outcome, setOutcome] = useState('confirmed');
  const [answer, setAnswer] = useState('');
  const command = useCommand();
  return (
    <>
      <SoFar query={query} />
      <CommandForm
        command={command}
        submit={t.record}
        onSubmit={() => command.send(`${pathOf(query)}/answers`, { outcome, answer }, close)}
      >
        <Choice label={t.outcome} value={outcome} onChange={setOutcome} all="" options={Object.entries(t.outcomes)} />
        <Prose label={t.answer} help={t.noNames} value={answer} onInput={setAnswer} required />
      </CommandForm>
    </>
  );
}

/** Closing and opening again: both may say why, and the second one must. */
function Closing({ query, close, path }: FormProps & { readonly path: 'closure' | 'reopening' }) {
  const { enter: t } = words.value;
  const [reason, setReason] = useState('');
  const command = useCommand();
  const why = reason.trim() === '' ? {} : { reason };
  return (
    <>
      <SoFar query={query} />
      <CommandForm
        command={command}
        submit={path === 'closure' ? t.closeQuery : t.reopenQuery}
        onSubmit={() => command.send(`${pathOf(query)}/${path}`, why, close)}
      >
        <Prose
          label={t.reason}
          help={path === 'closure' ? t.closureHelp : t.noNames}
          value={reason}
          onInput={setReason}
          required={path === 'reopening' || query.status === 'open'}
        />
      </CommandForm>
    </>
  );
}
