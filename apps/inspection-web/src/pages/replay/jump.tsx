import type { StateView } from '@bali/queries';
import { useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { Field } from '../../kit/field.js';
import { words } from '../../words/words.js';
import type { Player } from './use-player.js';

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Goes to an event by its number, or to the last event that was recorded until a date or a moment. */
export function Jump({ player }: { readonly player: Player }) {
  const [to, setTo] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { replay: t } = words.value;
  const jump = async (): Promise<void> => {
    const text = to.trim();
    player.setPlaying(false);
    setWrong(undefined);
    if (/^\d{1,15}$/.test(text)) {
      player.moveTo(Number(text));
    } else if (MOMENT.test(text)) {
      const { position } = await get<StateView>('/v1/replay/state', { query: { instant: text } });
      player.moveTo(position);
    } else {
      setWrong(t.badJump);
    }
  };
  return (
    <form
      class="line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void jump().catch((error: unknown) => setWrong(problemOf(error).message));
      }}
    >
      <Field label={t.jump} help={t.jumpHelp} value={to} onInput={setTo} wrong={wrong} />
      <button type="submit">{t.go}</button>
    </form>
  );
}
