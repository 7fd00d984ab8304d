import { hrefOf } from '../../app/router.js';
import { Moment } from '../../kit/moment.js';
import { eventWord, figure, roleWord, words } from '../../words/words.js';
import type { ShownEntry } from './entry.js';

interface EntryItemProps {
  readonly entry: ShownEntry;
  readonly ledger: string;
  /** Whether it is dated before an entry that came earlier. */
  readonly goesBack: boolean;
}

/** One entry: when, what, who, and the whole of it as a sentence. */
export function EntryItem({ entry, ledger, goesBack }: EntryItemProps) {
  const { audit: t } = words.value;
  const { position, type, actor, recordedAt, recordedAtSite, late, patient, sentence, correction, annulled } = entry;
  const isTrial = ledger === 'trial';
  return (
    <li class="entry">
      <div class="entry-head">
        <span class="code">{figure(position)}</span>
        <Moment utc={recordedAt} site={recordedAtSite} />
        <strong>{eventWord(type)}</strong>
        {patient !== undefined && isTrial && (
          <a class="code" href={hrefOf(`/patients/${patient}`)}>
            {patient}
          </a>
        )}
        {patient !== undefined && !isTrial && <span class="code">{patient}</span>}
        {goesBack && <span class="pill bad">{t.goesBackMark}</span>}
        {late && <span class="pill warn">{t.lateMark}</span>}
        {annulled !== undefined && <span class="pill bad">{words.value.patient.struck}</span>}
        {correction !== undefined && <span class="pill">{t.correctedMark}</span>}
        <Signed entry={entry} />
      </div>
      <p dir="auto">{annulled === undefined ? sentence : <s>{sentence}</s>}</p>
      <div class="entry-foot">
        <span>
          <bdi>{actor.name}</bdi>, {roleWord(actor.role)}
        </span>
        {isTrial && <a href={hrefOf(`/audit-log/${position}`)}>{t.record}</a>}
      </div>
    </li>
  );
}

function Signed({ entry: { signature, signatureStanding } }: { readonly entry: ShownEntry }) {
  const { audit: t } = words.value;
  if (signature === undefined) return null;
  const isSuperseded = signatureStanding !== undefined && signatureStanding.standing !== 'valid';
  return <span class={isSuperseded ? 'pill warn' : 'pill good'}>{isSuperseded ? t.superseded : t.signed}</span>;
}
