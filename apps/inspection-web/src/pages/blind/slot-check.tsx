import { useId, useState } from 'preact/hooks';
import { problemOf } from '../../api/problem.js';
import { Verdict } from '../../proof/verdict.js';
import { figure, words } from '../../words/words.js';
import type { CheckedSlot } from '../../proof/check-slot.js';

/** Whoever was told an arm checks here that its slot stood in the list from the beginning. What is typed goes nowhere. */
export function SlotCheck({ commitment }: { readonly commitment: string }) {
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<CheckedSlot>();
  const id = useId();
  const { blind: t } = words.value;
  const check = async (): Promise<void> => {
    const { checkSlot } = await import('../../proof/check-slot.js');
    setChecked(checkSlot(text, commitment));
  };
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void check().catch((error: unknown) => setChecked({ isMalformed: problemOf(error).message }));
      }}
    >
      <h3>{t.check}</h3>
      <p class="help" id={`${id}-help`}>
        {t.checkHelp}
      </p>
      <textarea
        aria-label={t.check}
        aria-describedby={`${id}-help`}
        rows={4}
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        required
      />
      <button type="submit">{t.checkButton}</button>
      {checked !== undefined && <Outcome checked={checked} />}
    </form>
  );
}

function Outcome({ checked }: { readonly checked: CheckedSlot }) {
  const { blind: t } = words.value;
  if ('isMalformed' in checked) return <p class="note wrong">{t.checkMalformed}</p>;
  return (
    <Verdict kind={checked.isRight ? 'verified' : 'wrong'}>
      <p>{checked.isRight ? t.checkRight(figure(checked.slot), checked.stratum) : t.checkWrong}</p>
    </Verdict>
  );
}
