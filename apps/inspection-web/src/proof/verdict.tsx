import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../kit/icon.js';
import { words } from '../words/words.js';

/** verified: by a key that somebody confirmed. consistent: by a key that came with what it signs. */
export type VerdictKind = 'verified' | 'consistent' | 'wrong' | 'denounced';

const ICONS: Readonly<Record<VerdictKind, IconName>> = {
  verified: 'check',
  consistent: 'unsure',
  wrong: 'wrong',
  denounced: 'wrong',
};

/** What was computed, in a word, by a picture and a colour. */
export function Verdict({ kind, children }: { readonly kind: VerdictKind; readonly children?: ComponentChildren }) {
  const word = words.value.proof[kind];
  return (
    <div class={`verdict ${kind}`} role={kind === 'denounced' ? 'alert' : 'status'}>
      <strong>
        <Icon name={ICONS[kind]} /> {word}
      </strong>
      {children}
    </div>
  );
}
