import type { Role } from '@bali/access';
import { roleWord, words } from '../words/words.js';
import { Page } from './page.js';

/** Whoever may not see a page is told so, in place of a hole. */
export function NotPermitted({ role }: { readonly role: Role }) {
  const { problems } = words.value;
  return (
    <Page title={problems.notPermitted}>
      <p class="note">{problems.notPermittedHelp(roleWord(role))}</p>
    </Page>
  );
}
