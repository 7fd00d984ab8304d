import type { InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { words } from '../words/words.js';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly help?: string;
  /** What is wrong with the value, as the server says. */
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'password' | 'date' | 'search' | 'number';
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'text';
  readonly placeholder?: string;
}

/** A line to type in, with its label, its help and what is wrong with it. */
export function Field({ label, value, onInput, help, wrong, required = false, ...rest }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const wrongId = `${id}-wrong`;
  const describedBy = [...(help === undefined ? [] : [helpId]), ...(wrong === undefined ? [] : [wrongId])].join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        dir="auto"
        required={required}
        aria-invalid={wrong === undefined ? undefined : true}
        aria-describedby={describedBy === '' ? undefined : describedBy}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...(rest as InputHTMLAttributes)}
      />
      {help !== undefined && (
        <small id={helpId} class="help">
          {help}
        </small>
      )}
      {wrong !== undefined && (
        <small id={wrongId} class="note wrong">
          {wrong}
        </small>
      )}
    </div>
  );
}

export interface LinesProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly help: string;
}

/** Several lines to type in or to paste. */
export function Lines({ label, value, onInput, help }: LinesProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={4}
        value={value}
        dir="ltr"
        spellcheck={false}
        aria-describedby={`${id}-help`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <small id={`${id}-help`} class="help">
        {help}
      </small>
    </div>
  );
}

export interface ProseProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly help?: string;
  readonly required?: boolean;
}

/** A few sentences. */
export function Prose({ label, value, onInput, help, required = false }: ProseProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        value={value}
        dir="auto"
        required={required}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {help !== undefined && (
        <small id={`${id}-help`} class="help">
          {help}
        </small>
      )}
    </div>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly (readonly [value: string, text: string])[];
  /** Whether nothing may be chosen; what that is called. */
  readonly all?: string;
}

/** One of a list. */
export function Choice({ label, value, onChange, options, all = words.value.common.all }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {all !== '' && <option value="">{all}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
