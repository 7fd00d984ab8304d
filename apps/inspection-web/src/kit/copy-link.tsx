import { useState } from 'preact/hooks';
import { words } from '../words/words.js';
import { Icon } from './icon.js';

/** Copies the address of what is shown, to be sent to somebody who may see it too. */
export function CopyLink() {
  const [isCopied, setCopied] = useState(false);
  const { common } = words.value;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
  };
  return (
    <span class="no-print">
      <button type="button" class="quiet" onClick={() => void copy().catch(() => setCopied(false))}>
        <Icon name="link" /> {common.copy}
      </button>{' '}
      <span role="status">{isCopied ? common.copied : ''}</span>
    </span>
  );
}
