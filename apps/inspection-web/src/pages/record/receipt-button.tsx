import type { AuditLogEntry } from '@bali/queries';
import { getText } from '../../api/client.js';
import { SaveButton } from '../../kit/save-button.js';
import { words } from '../../words/words.js';

/** Saves the receipt of a patient's record: what its site keeps, and can verify later without anybody's help. */
export function ReceiptButton({ entry: { patient, id, position } }: { readonly entry: AuditLogEntry }) {
  const { record: t } = words.value;
  if (patient === undefined) return null;
  const fetchReceipt = async () => ({
    name: `receipt-${patient}-${position}.json`,
    type: 'application/json',
    content: await getText(`/v1/patients/${patient}/receipts/${id}`),
    said: t.receiptSaved,
  });
  return <SaveButton label={t.saveReceipt} help={t.receiptHelp} fetchFile={fetchReceipt} />;
}
