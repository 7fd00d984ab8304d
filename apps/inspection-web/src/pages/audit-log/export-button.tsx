import { postForText, type Query } from '../../api/client.js';
import { newKey } from '../../kit/new-key.js';
import { SaveButton } from '../../kit/save-button.js';
import { words } from '../../words/words.js';

/** Saves what is filtered as a table; that it was given is an event of the access ledger. */
export function ExportButton({ filters }: { readonly filters: Query }) {
  const { audit: t } = words.value;
  const fetchTable = async () => {
    const { text, isComplete } = await postForText('/v1/audit-log-exports', filters, newKey());
    const about = { name: 'audit-log.csv', type: 'text/csv;charset=utf-8' };
    return { ...about, content: text, said: isComplete ? t.exported : t.exportCut };
  };
  return <SaveButton label={t.export} help={t.exportHelp} saying={t.exporting} fetchFile={fetchTable} />;
}
