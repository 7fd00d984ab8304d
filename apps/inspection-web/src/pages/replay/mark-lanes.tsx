import type { EventMarks } from '@bali/queries';
import { Icon } from '../../kit/icon.js';
import { eventWord, figure, words } from '../../words/words.js';
import type { Player } from './use-player.js';

const WIDTH = 1_000;

/** A lane for each kind of event that matters, over the same width as the slider; the kinds differ by their lanes, not by colour. */
export function MarkLanes({ marks, player }: { readonly marks: readonly EventMarks[]; readonly player: Player }) {
  const { replay: t } = words.value;
  const shown = marks.filter(({ positions }) => positions.length > 0);
  if (shown.length === 0) return null;
  return (
    <details open>
      <summary>{t.marks}</summary>
      <p class="help">{t.marksHelp}</p>
      <ul class="lanes">
        {shown.map((lane) => (
          <Lane key={lane.type} lane={lane} player={player} />
        ))}
      </ul>
    </details>
  );
}

function Lane({ lane: { type, positions, more }, player }: { readonly lane: EventMarks; readonly player: Player }) {
  const { replay: t } = words.value;
  const { position, last, moveTo, setPlaying } = player;
  const before = positions.findLast((mark) => mark < position);
  const after = positions.find((mark) => mark > position);
  const kind = eventWord(type);
  const jump = (to: number | undefined) => {
    setPlaying(false);
    if (to !== undefined) moveTo(to);
  };
  return (
    <li>
      <span class="lane-name">
        {kind} <small>{`${figure(positions.length)}${more ? '+' : ''}`}</small>
      </span>
      <button
        type="button"
        class="quiet small"
        aria-label={t.previousMark(kind)}
        disabled={before === undefined}
        onClick={() => jump(before)}
      >
        <Icon name="back" />
      </button>
      <svg class="lane" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
        <path class="marks" d={marksOf(positions, last)} />
        <path class="now" d={`M${xOf(position, last)} 0V10`} />
      </svg>
      <button
        type="button"
        class="quiet small"
        aria-label={t.nextMark(kind)}
        disabled={after === undefined}
        onClick={() => jump(after)}
      >
        <Icon name="forward" />
      </button>
    </li>
  );
}

/** Marks that fall on one place of the lane are drawn once. */
function marksOf(positions: readonly number[], last: number): string {
  return [...new Set(positions.map((position) => Math.round(xOf(position, last))))].map((x) => `M${x} 0V10`).join('');
}

function xOf(position: number, last: number): number {
  return last === 0 ? 0 : (position / last) * WIDTH;
}
