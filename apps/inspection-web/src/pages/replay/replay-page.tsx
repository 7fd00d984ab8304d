import type { EventMarks, StateView } from '@bali/queries';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { Answered } from '../../kit/answered.js';
import { CopyLink } from '../../kit/copy-link.js';
import { Page } from '../../kit/page.js';
import { ProblemNote } from '../../kit/problem-note.js';
import { words } from '../../words/words.js';
import { Controls } from './controls.js';
import { Jump } from './jump.js';
import { MarkLanes } from './mark-lanes.js';
import { StatePanel } from './state-panel.js';
import { StepPanel } from './step-panel.js';
import { usePlayer } from './use-player.js';

interface Beginning {
  readonly last: number;
  readonly marks: readonly EventMarks[];
}

/** The history of the trial, event by event. */
export default function ReplayPage() {
  const { replay: t } = words.value;
  const asked = useQuery('replay', async (signal): Promise<Beginning> => {
    const { position: last } = await get<StateView>('/v1/replay/state', { signal });
    return { last, marks: await get<readonly EventMarks[]>('/v1/replay/marks', { signal }) };
  });
  return (
    <Page title={t.title} intro={t.intro} aside={<CopyLink />}>
      <Answered asked={asked} lines={10}>
        {({ last, marks }) => (last < 0 ? <p class="note">{t.empty}</p> : <Replay last={last} marks={marks} />)}
      </Answered>
    </Page>
  );
}

function Replay({ last, marks }: Beginning) {
  const player = usePlayer(last);
  return (
    <>
      <section class="card player no-print" aria-label={words.value.replay.title}>
        <Controls player={player} />
        <MarkLanes marks={marks} player={player} />
        <Jump player={player} />
      </section>
      {player.problem !== undefined && <ProblemNote problem={player.problem} />}
      <div class="replay-columns">
        <StepPanel player={player} />
        <StatePanel position={player.position} last={last} isPlaying={player.isPlaying} />
      </div>
    </>
  );
}
