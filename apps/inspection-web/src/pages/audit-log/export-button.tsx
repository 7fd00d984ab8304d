import type { Page as PageOf } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get, type Query } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { save } from '../../kit/save.js';
import { figure, words } from '../../words/words.js';
import type { ShownEntry } from './entry.js';
import { csvOf } from './csv.js';

const MOST = 10_000;
const A_PAGE = 200;

/** Saves what is filtered, as it is shown. */
export function ExportButton({ path, query }: { readonly path: string; readonly query: Query }) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const { audit: t } = words.value;
  const saveAll = async (): Promise<void> => {
    setBusy(true);
    setSaid(t.exporting);
    try {
      const { entries, isWhole } = await readAll(path, query);
      save('audit-log.csv', 'text/csv;charset=utf-8', csvOf(entries));
      setSaid((isWhole ? t.exported : t.exportCut)(figure(entries.length)));
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

async function readAll(
  path: string,
  query: Query,
): Promise<{ readonly entries: readonly ShownEntry[]; readonly isWhole: boolean }> {
  const entries: ShownEntry[] = [];
  let cursor: string | undefined;
  do {
    const page: PageOf<ShownEntry> = await get(path, { query: { ...query, limit: A_PAGE, cursor } });
    entries.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && entries.length < MOST);
  return { entries, isWhole: cursor === undefined };
}
