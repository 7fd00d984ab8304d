import type { ComponentChildren } from 'preact';
import type { Commanded } from '../api/use-command.js';
import { ProblemNote } from './problem-note.js';
import { SignatureDialog } from './signing/signature-dialog.js';

export interface CommandFormProps {
  readonly command: Commanded;
  readonly submit: string;
  readonly onSubmit: () => Promise<void>;
  readonly children?: ComponentChildren;
}

/** A form that sends a command: its fields, what went wrong, the button that sends it, and its signature where one is asked for. */
export function CommandForm({ command, submit, onSubmit, children }: CommandFormProps) {
  const { problem, isBusy, asked } = command;
  return (
    <>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {children}
        {problem !== undefined && asked === undefined && <ProblemNote problem={problem} />}
        <button type="submit" disabled={isBusy}>
          {submit}
        </button>
      </form>
      {asked !== undefined && <SignatureDialog command={command} asked={asked} />}
    </>
  );
}
