import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { Moment } from '../../kit/moment.js';
import { Section } from '../../kit/page.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { Table } from '../../kit/table.js';
import { words } from '../../words/words.js';
import { PASSKEYS, RegisterPasskey } from './register-passkey.js';

interface Passkey {
  readonly credential: string;
  readonly algorithm: string;
  readonly registeredAt: string;
}

/** One's own passkeys: those that are there, and a way to one more. @param origin of the pages on which they are registered. */
export function Passkeys({ origin }: { readonly origin: string }) {
  const { access: t } = words.value;
  const asked = useQuery('passkeys', (signal) => get<{ readonly items: readonly Passkey[] }>(PASSKEYS, { signal }));
  return (
    <Section title={t.passkeys} help={t.passkeysHelp}>
      <Answered asked={asked}>
        {({ items }) => (items.length === 0 ? <p>{t.noPasskey}</p> : <List items={items} changed={asked.again} />)}
      </Answered>
      {origin === location.origin ? (
        <RegisterPasskey registered={asked.again} />
      ) : (
        <p>
          {t.elsewhere} <a href={`${origin}/pages/access`}>{origin}</a>
        </p>
      )}
    </Section>
  );
}

function List({ items, changed }: { readonly items: readonly Passkey[]; readonly changed: () => void }) {
  const { access: t } = words.value;
  const { problem, send } = useCommand();
  const [busy, setBusy] = useState<string>();
  const revoke = async (credential: string): Promise<void> => {
    if (!confirm(t.confirmRevoke)) return;
    setBusy(credential);
    await send(`${PASSKEYS}/${credential}/revocation`, {}, changed);
    setBusy(undefined);
  };
  return (
    <>
      <Table
        caption={t.passkeys}
        rows={items}
        keyOf={({ credential }) => credential}
        columns={[
          { title: t.passkey, cell: ({ credential, algorithm }) => `${algorithm} · ${credential.slice(0, 12)}…` },
          { title: t.since, cell: ({ registeredAt }) => <Moment utc={registeredAt} /> },
          {
            title: t.revoke,
            cell: ({ credential }) => (
              <button
                type="button"
                class="quiet"
                disabled={busy === credential}
                onClick={() => void revoke(credential)}
                aria-label={`${t.revoke}: ${credential.slice(0, 12)}`}
              >
                {t.revoke}
              </button>
            ),
          },
        ]}
      />
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}
