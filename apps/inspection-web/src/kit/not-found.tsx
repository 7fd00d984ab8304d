import { hrefOf } from '../app/router.js';
import { words } from '../words/words.js';
import { Page } from './page.js';

export function NotFound() {
  const { app } = words.value;
  return (
    <Page title={app.notFound}>
      <p>{app.notFoundHelp}</p>
      <p>
        <a href={hrefOf('/')}>{app.toOverview}</a>
      </p>
    </Page>
  );
}
