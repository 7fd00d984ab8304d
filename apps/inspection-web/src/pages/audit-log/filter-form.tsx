import { ROLE_IDS } from '@bali/access/portable';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { go, hrefOf } from '../../app/router.js';
import { Choice, Field } from '../../kit/field.js';
import { eventWord, ledgerWord, roleWord, words } from '../../words/words.js';
import type { FilterName, Filters } from './filters.js';

interface Catalogued {
  readonly type: string;
}

/** Every filter, one beside the other. What is asked for goes into the address. */
export function FilterForm({ filters, ledgers }: { readonly filters: Filters; readonly ledgers: readonly string[] }) {
  const [values, setValues] = useState<Filters>(filters);
  const { audit: t } = words.value;
  const set = (name: FilterName) => (value: string) => setValues((before) => ({ ...before, [name]: value }));
  return (
    <form
      class="card no-print"
      aria-label={t.filters}
      onSubmit={(event) => {
        event.preventDefault();
        go(hrefOf('/audit-log', values));
      }}
    >
      <div class="filters">
        <AboutWhat filters={values} set={set} ledgers={ledgers} />
        <WhenAndHow filters={values} set={set} />
      </div>
      <div class="line">
        <button type="submit">{t.apply}</button>
        <a class="button quiet" href={hrefOf('/audit-log', { ledger: values.ledger })}>
          {t.clear}
        </a>
      </div>
    </form>
  );
}

interface PartProps {
  readonly filters: Filters;
  readonly set: (name: FilterName) => (value: string) => void;
}

function AboutWhat({ filters, set, ledgers }: PartProps & { readonly ledgers: readonly string[] }) {
  const { audit: t, common } = words.value;
  const valueOf = (name: FilterName) => filters[name] ?? '';
  return (
    <>
      {ledgers.length > 1 && (
        <Choice
          label={t.ledger}
          value={valueOf('ledger')}
          onChange={set('ledger')}
          all=""
          options={ledgers.map((id) => [id, ledgerWord(id)])}
        />
      )}
      <Field label={t.text} type="search" value={valueOf('text')} onInput={set('text')} />
      <Field label={common.patient} value={valueOf('patient')} onInput={set('patient')} placeholder="REI-001" />
      <Kinds value={valueOf('type')} onChange={set('type')} isTrial={valueOf('ledger') === 'trial'} />
      <Choice
        label={common.role}
        value={valueOf('role')}
        onChange={set('role')}
        options={ROLE_IDS.map((id) => [id, roleWord(id)])}
      />
      <Field label={common.person} value={valueOf('person')} onInput={set('person')} placeholder="rei.investigator" />
      <Field label={common.site} value={valueOf('site')} onInput={set('site')} placeholder="REI" />
    </>
  );
}

function WhenAndHow({ filters, set }: PartProps) {
  const { audit: t, common } = words.value;
  const valueOf = (name: FilterName) => filters[name] ?? '';
  return (
    <>
      <Field label={common.from} type="date" value={valueOf('from')} onInput={set('from')} />
      <Field label={t.before} type="date" value={valueOf('before')} onInput={set('before')} />
      <Field
        label={t.hours}
        help={t.hoursHelp}
        value={valueOf('hours')}
        onInput={set('hours')}
        placeholder="20:00-06:00"
      />
      <Choice
        label={t.late}
        value={valueOf('late')}
        onChange={set('late')}
        options={[
          ['yes', t.lateOnly],
          ['no', t.notLate],
        ]}
      />
      <Field label={t.field} help={t.fieldHelp} value={valueOf('field')} onInput={set('field')} />
      <Choice
        label={t.order}
        value={valueOf('order')}
        onChange={set('order')}
        all={t.newest}
        options={[['oldest-first', t.oldest]]}
      />
    </>
  );
}

/** Kinds of event: a list of those of the trial ledger, a name to type for the others. */
function Kinds(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isTrial: boolean;
}) {
  const { value, onChange, isTrial } = props;
  const { audit: t } = words.value;
  const { answer } = useQuery('event schemas', (signal) =>
    isTrial ? get<readonly Catalogued[]>('/v1/event-schemas', { signal }) : Promise.resolve([]),
  );
  if (!isTrial) return <Field label={t.kind} value={value} onInput={onChange} placeholder="SignedIn" />;
  const types = answer?.map(({ type }) => type) ?? (value === '' ? [] : [value]);
  return (
    <Choice label={t.kind} value={value} onChange={onChange} options={types.map((type) => [type, eventWord(type)])} />
  );
}
