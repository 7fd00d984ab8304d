import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { words } from '../words/words.js';
import { Dialog } from './dialog.js';

interface DialogButtonProps {
  /** On the button. */
  readonly label: string;
  /** What the button is for, where the label alone does not say it. */
  readonly about?: string;
  readonly title: string;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a window above the page, in which something is entered. */
export function DialogButton({ label, about, title, children }: DialogButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <button
        type="button"
        class="quiet brief no-print"
        onClick={() => setOpen(true)}
        {...(about !== undefined && { 'aria-label': `${label}: ${about}` })}
      >
        {label}
      </button>
      {isOpen && (
        <Dialog title={title} onClose={close}>
          {children(close)}
          <button type="button" class="quiet" onClick={close}>
            {words.value.signing.cancel}
          </button>
        </Dialog>
      )}
    </>
  );
}
