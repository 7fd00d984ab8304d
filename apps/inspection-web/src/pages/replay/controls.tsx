import { useId } from 'preact/hooks';
import { Icon, type IconName } from '../../kit/icon.js';
import { Choice } from '../../kit/field.js';
import { localOf, TRIAL_ZONE } from '../../kit/moment.js';
import { eventWord, figure, words } from '../../words/words.js';
import { type Player, SPEEDS } from './use-player.js';

/** Play, pause, step, speed; and a slider over the whole history. Every one of them works by keyboard. */
export function Controls({ player }: { readonly player: Player }) {
  const { replay: t } = words.value;
  const { position, last, isPlaying, speed, moveTo, setPlaying, setSpeed, step } = player;
  const id = useId();
  const when = step === undefined ? '' : `, ${localOf(step.recordedAt, TRIAL_ZONE).join(' ')}, ${eventWord(step.type)}`;
  return (
    <>
      <div class="controls" role="toolbar" aria-label={t.title}>
        <Button icon="first" label={t.first} onClick={() => moveTo(0)} disabled={position === 0} />
        <Button icon="back" label={t.back} onClick={() => moveTo(position - 1)} disabled={position === 0} />
        <button
          type="button"
          class="play"
          onClick={() => setPlaying(!isPlaying)}
          disabled={!isPlaying && position >= last}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} /> {isPlaying ? t.pause : t.play}
        </button>
        <Button icon="forward" label={t.forward} onClick={() => moveTo(position + 1)} disabled={position >= last} />
        <Button icon="last" label={t.last} onClick={() => moveTo(last)} disabled={position >= last} />
        <span class="where" aria-live={isPlaying ? 'off' : 'polite'}>
          {t.position} <strong>{figure(position)}</strong> {t.of(figure(last))}
        </span>
        <Choice
          label={t.speed}
          value={String(speed)}
          onChange={(text) => setSpeed(Number(text))}
          all=""
          options={SPEEDS.map((each) => [String(each), figure(each)])}
        />
      </div>
      <label class="hidden" for={id}>
        {t.position}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={position}
        aria-valuetext={`${figure(position)} ${t.of(figure(last))}${when}`}
        onInput={(event) => {
          setPlaying(false);
          moveTo(event.currentTarget.valueAsNumber);
        }}
      />
    </>
  );
}

interface ButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled: boolean;
}

function Button({ icon, label, onClick, disabled }: ButtonProps) {
  return (
    <button type="button" class="quiet" aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <Icon name={icon} />
    </button>
  );
}
