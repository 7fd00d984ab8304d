import type { Ledger } from '@bali/ledger';
import { useQuery } from '../../api/use-query.js';
import { offer } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Section } from '../../kit/page.js';
import { words } from '../../words/words.js';
import { CheckpointFacts } from '../../proof/checkpoint-facts.js';

/** The last checkpoint, and what this browser computes of it. */
export function CheckpointSection({ ledger }: { readonly ledger: Ledger }) {
  const { installation = '' } = offer.value ?? {};
  const asked = useQuery(`checkpoint ${ledger}`, async (signal) => {
    const { checkCheckpoint } = await import('../../proof/check-checkpoint.js');
    return { found: await checkCheckpoint(installation, ledger, signal) };
  });
  const { overview: t, proof } = words.value;
  return (
    <Section title={t.checkpoint} help={t.checkpointIntro}>
      <Answered asked={asked}>
        {({ found }) =>
          found === undefined ? (
            <p>{proof.nothingSigned}</p>
          ) : (
            <CheckpointFacts checked={found} installation={installation} />
          )
        }
      </Answered>
      <p class="help">{proof.ownServer}</p>
    </Section>
  );
}
