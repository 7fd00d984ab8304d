import { useState } from 'preact/hooks';
import { go, hrefOf } from '../../app/router.js';
import { Field } from '../../kit/field.js';
import { words } from '../../words/words.js';
import type { Looked } from './check.js';

/** Chooses the period and the site that the checks look at. */
export function LookForm({ path, looked }: { readonly path: string; readonly looked: Looked }) {
  const [from, setFrom] = useState(looked.from ?? '');
  const [before, setBefore] = useState(looked.before ?? '');
  const [site, setSite] = useState(looked.site ?? '');
  const { review: t, common, audit } = words.value;
  return (
    <form
      class="line no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf(path, { from, before, site: site.toUpperCase() }));
      }}
    >
      <Field label={common.from} type="date" value={from} onInput={setFrom} />
      <Field label={audit.before} type="date" value={before} onInput={setBefore} />
      <Field label={common.site} value={site} onInput={setSite} placeholder="REI" />
      <button type="submit">{t.look}</button>
      <a class="button quiet" href={hrefOf(path)}>
        {t.lookAtAll}
      </a>
    </form>
  );
}
