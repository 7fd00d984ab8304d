import { useState } from 'preact/hooks';
import { problemOf } from '../api/problem.js';
import { save } from './save.js';

/** What is saved, and what the reader is told then. */
export interface FetchedFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
  readonly said: string;
}

export interface SaveButtonProps {
  readonly label: string;
  readonly help: string;
  /** What is said while it is fetched. */
  readonly saying?: string;
  /** @throws Problem */
  readonly fetchFile: () => Promise<FetchedFile>;
}

/** Fetches a file, gives it to the reader to save, and says how that went. */
export function SaveButton({ label, help, saying = '', fetchFile }: SaveButtonProps) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const fetchAndSave = async (): Promise<void> => {
    setBusy(true);
    setSaid(saying);
    try {
      const { name, type, content, said: done } = await fetchFile();
      save(name, type, content);
      setSaid(done);
    } catch (error) {
      setSaid(problemOf(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="line no-print">
      <span role="status">{said}</span>
      <button type="button" class="quiet" title={help} disabled={isBusy} onClick={() => void fetchAndSave()}>
        {label}
      </button>
    </div>
  );
}
