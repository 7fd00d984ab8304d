import { useQuery } from '../../api/use-query.js';
import { offer } from '../../app/session.js';
import { Answered } from '../../kit/answered.js';
import { Section } from '../../kit/page.js';
import { Verdict, type VerdictKind } from '../../proof/verdict.js';
import type { CheckedLeaf } from '../../proof/check-inclusion.js';
import { confirmedKeys } from '../../proof/kept-checkpoints.js';
import { figure, words } from '../../words/words.js';

/** The event as it is stored, and whether those bytes are in the signed log: computed here. */
export function InclusionSection({ position }: { readonly position: number }) {
  const { installation = '' } = offer.value ?? {};
  const { proof: t, record } = words.value;
  const asked = useQuery(`leaf ${position}`, async (signal) => {
    const { checkLeaf } = await import('../../proof/check-inclusion.js');
    return checkLeaf(installation, position, signal);
  });
  return (
    <Section title={t.inclusion}>
      <Answered asked={asked}>
        {(leaf) => (
          <>
            {leaf.isIncluded === undefined && leaf.checkpoint?.since.kind !== 'fork' ? (
              <p class="note">{t.notYetSigned}</p>
            ) : (
              <Verdict kind={verdictOf(leaf, installation)}>
                <p>{sentenceOf(leaf, position)}</p>
              </Verdict>
            )}
            <dl class="facts">
              <div>
                <dt>{t.leafHash}</dt>
                <dd>
                  <code>{leaf.leafHash}</code>
                </dd>
              </div>
              {leaf.checkpoint !== undefined && (
                <div>
                  <dt>{t.root}</dt>
                  <dd>
                    <code>{leaf.checkpoint.root}</code>
                  </dd>
                </div>
              )}
            </dl>
            <h3>{record.stored}</h3>
            <p class="help">{record.storedHelp}</p>
            <pre tabIndex={0} aria-label={record.stored}>
              {leaf.text}
            </pre>
          </>
        )}
      </Answered>
      <p class="help">{t.ownServer}</p>
    </Section>
  );
}

function verdictOf({ isIncluded, checkpoint }: CheckedLeaf, installation: string): VerdictKind {
  if (checkpoint?.since.kind === 'fork') return 'denounced';
  if (isIncluded === false || checkpoint?.keys.length === 0) return 'wrong';
  const confirmed = confirmedKeys(installation);
  const isConfirmed = checkpoint?.keys.some(({ line }) => confirmed.includes(line)) ?? false;
  return isIncluded === true && isConfirmed ? 'verified' : 'consistent';
}

function sentenceOf({ isIncluded, checkpoint }: CheckedLeaf, position: number): string {
  const { proof: t } = words.value;
  if (isIncluded === undefined || checkpoint === undefined) return t.notYetSigned;
  return isIncluded ? t.inclusionRight(figure(position), figure(checkpoint.size)) : t.inclusionWrong;
}
