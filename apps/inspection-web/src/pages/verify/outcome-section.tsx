import type { Finding, Verified, VerifiedCopy } from '@bali/inspection/portable';
import { Section } from '../../kit/page.js';
import { Verdict } from '../../proof/verdict.js';
import type { VerifyOutcome } from '../../verify/messages.js';
import { figure, ledgerWord, words } from '../../words/words.js';

/** What came of it. Everything that the file says is shown as text. */
export function OutcomeSection({ name, outcome }: { readonly name: string; readonly outcome: VerifyOutcome }) {
  return (
    <Section title={name}>
      <Outcome outcome={outcome} />
    </Section>
  );
}

function Outcome({ outcome }: { readonly outcome: VerifyOutcome }) {
  const { verify: t } = words.value;
  switch (outcome.kind) {
    case 'package':
    case 'copy':
      return <Right outcome={outcome} />;
    case 'receipt':
      return <Receipt outcome={outcome} />;
    case 'not-verified':
      return <Wrong finding={outcome.finding} sentence={outcome.sentence} />;
    case 'wrong-policy':
      return (
        <p class="note wrong" role="alert">
          {t.wrongPolicy} {outcome.message}.
        </p>
      );
    case 'too-large':
      return <p class="note wrong">{t.tooLarge}</p>;
    case 'failed':
      return (
        <p class="note wrong" role="alert">
          {t.crashed} {outcome.message}
        </p>
      );
  }
}

function Wrong({ finding, sentence }: { readonly finding: Finding; readonly sentence: string }) {
  const { verify: t } = words.value;
  const facts = [
    [t.file, finding.file],
    [t.line, finding.line],
    [t.index, finding.index],
    [t.expected, finding.expected],
    [t.found, finding.found],
  ] as const;
  return (
    <Verdict kind="wrong">
      <p>{sentence}</p>
      <dl class="facts">
        <div>
          <dt>{t.fault}</dt>
          <dd>
            <code>{finding.fault}</code>
          </dd>
        </div>
        {facts.map(
          ([title, value]) =>
            value !== undefined && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>
                  <code>{value}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
    </Verdict>
  );
}

type RightOutcome = Extract<VerifyOutcome, { kind: 'package' | 'copy' }>;

function Right({ outcome }: { readonly outcome: RightOutcome }) {
  const { verify: t, proof } = words.value;
  const { kind, result, sha256 } = outcome;
  const { origin, treeSize, root, keyWasGiven, key, wording, faultyTexts, findings } = result;
  const facts: readonly (readonly [title: string, text: string])[] = [
    [t.kind, t.kinds[kind]],
    ...ownFacts(outcome),
    [proof.size, figure(treeSize)],
    [proof.origin, origin],
    [proof.root, root],
    [proof.fingerprint, key.fingerprint],
    [t.sha256, sha256],
  ];
  return (
    <>
      <Verdict kind={keyWasGiven ? 'verified' : 'consistent'}>
        <p>{wording.compared ? t.wordings : t.otherWording}</p>
        <p>{witnessedSentence(result.witnessed)}</p>
        {faultyTexts.length > 0 && <p>{t.missingTexts(figure(faultyTexts.length))}</p>}
      </Verdict>
      <dl class="facts">
        {facts.map(([title, text]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <code>{text}</code>
            </dd>
          </div>
        ))}
      </dl>
      {findings.length > 0 && (
        <>
          <h3>{t.findings}</h3>
          <pre>{JSON.stringify(findings, null, 1)}</pre>
        </>
      )}
    </>
  );
}

/** Whether others have seen these events, or that nobody asked. */
function witnessedSentence(witnessed: Verified['witnessed']): string {
  const { verify: t } = words.value;
  if (witnessed === undefined) return t.notAskedForWitnesses;
  const { treeSize, at, by, eventsAfter } = witnessed;
  const seen = t.witnessed(figure(treeSize), at, by.join(', '));
  return `${seen} ${eventsAfter === 0 ? t.nothingAfter : t.eventsAfter(figure(eventsAfter))}`;
}

function ownFacts(outcome: RightOutcome): readonly (readonly [title: string, text: string])[] {
  const { verify: t } = words.value;
  return outcome.kind === 'package'
    ? ofPackage(outcome.result)
    : [[t.site, (outcome.result satisfies VerifiedCopy).site]];
}

function ofPackage({ ledger, stateDigest }: Verified): readonly (readonly [title: string, text: string])[] {
  const { verify: t } = words.value;
  return [
    [t.ledger, ledgerWord(ledger)],
    [t.digest, stateDigest],
  ];
}

function Receipt({
  outcome: { result, witnessedBy },
}: {
  readonly outcome: Extract<VerifyOutcome, { kind: 'receipt' }>;
}) {
  const { verify: t, proof } = words.value;
  const { index, origin, treeSize, record, keyWasGiven } = result;
  return (
    <>
      <Verdict kind={keyWasGiven ? 'verified' : 'consistent'}>
        <p>{proof.inclusionRight(figure(index), figure(treeSize))}</p>
        <p>{witnessedBy === undefined ? t.notAskedForWitnesses : t.witnessedBy(witnessedBy.join(', '))}</p>
      </Verdict>
      <dl class="facts">
        <div>
          <dt>{t.kind}</dt>
          <dd>{t.kinds.receipt}</dd>
        </div>
        <div>
          <dt>{proof.origin}</dt>
          <dd>
            <code>{origin}</code>
          </dd>
        </div>
      </dl>
      <h3>{t.entry}</h3>
      <pre>{JSON.stringify(record, null, 1)}</pre>
    </>
  );
}
