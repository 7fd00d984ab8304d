import { useState } from 'preact/hooks';
import { postForText, type Query } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { newKey } from '../../kit/new-key.js';
import { save } from '../../kit/save.js';
import { words } from '../../words/words.js';

/** Saves what is filtered as a table; that it was given is an event of the access ledger. */
export function ExportButton({ filters }: { readonly filters: Query }) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const { audit: t } = words.value;
  const saveAll = async (): Promise<void> => {
    setBusy(true);
    setSaid(t.exporting);
    try {
      const { text, isComplete } = await postForText('/v1/audit-log-exports', filters, newKey());
      save('audit-log.csv', 'text/csv;charset=utf-8', text);
      setSaid(isComplete ? t.exported : t.exportCut);
    } catch (error) {
      setSaid(problemOf(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="line no-print">
      <span role="status">{said}</span>
      <button type="button" class="quiet" title={t.exportHelp} disabled={isBusy} onClick={() => void saveAll()}>
        {t.export}
      </button>
    </div>
  );
}
