import type { ComponentChildren } from 'preact';
import type { Commanded } from '../api/use-command.js';
import { ProblemNote } from './problem-note.js';

export interface CommandFormProps {
  readonly command: Commanded;
  readonly submit: string;
  readonly onSubmit: () => Promise<void>;
  readonly children: ComponentChildren;
}

/** A form that sends a command: its fields, what went wrong, and the button that sends it. */
export function CommandForm({ command: { problem, isBusy }, submit, onSubmit, children }: CommandFormProps) {
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <button type="submit" disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}
