import { useState } from 'preact/hooks';
import { go, hrefOf } from '../../app/router.js';
import { Field } from '../../kit/field.js';
import { words } from '../../words/words.js';

/** Narrows the lists to one site. */
export function SiteForm({ site }: { readonly site: string | undefined }) {
  const [chosen, setChosen] = useState(site ?? '');
  const { work: t, common } = words.value;
  return (
    <form
      class="line no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf('/work', { site: chosen.toUpperCase() }));
      }}
    >
      <Field label={common.site} value={chosen} onInput={setChosen} placeholder="REI" />
      <button type="submit">{t.show}</button>
    </form>
  );
}
