import type { StateView } from '@bali/queries';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client.js';
import { useQuery } from '../../api/use-query.js';
import { hrefOf } from '../../app/router.js';
import { Answered } from '../../kit/answered.js';
import { Section } from '../../kit/page.js';
import { figure, statusWord, words } from '../../words/words.js';

/** A digest takes as long as a replay: of a short ledger it is computed whenever the player rests, of a long one when it is asked for. */
const SHORT_LEDGER = 20_000;
const RESTS_AFTER_MS = 250;

export interface StatePanelProps {
  readonly position: number;
  readonly last: number;
  readonly isPlaying: boolean;
}

/** The state of the trial after an event, as the server computes it, with its digest. */
export function StatePanel({ position, last, isPlaying }: StatePanelProps) {
  const { replay: t } = words.value;
  const [rests, setRests] = useState(position);
  // While it plays, the state follows a few times a second rather than with each step.
  useEffect(() => {
    const timer = setTimeout(() => setRests(position), isPlaying ? 0 : RESTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isPlaying ? Math.floor(position / 5) : position, isPlaying]);
  const asked = useQuery(`state ${rests}`, (signal) =>
    get<StateView>('/v1/replay/state', { query: { position: rests }, signal }),
  );
  return (
    <Section title={t.state} aside={<a href={hrefOf('/', { position: rests })}>{words.value.overview.title}</a>}>
      <Answered asked={asked} lines={6}>
        {(state) => <State state={state} />}
      </Answered>
      {!isPlaying && rests === position && (
        <Digest key={`${position}`} position={position} isShort={last <= SHORT_LEDGER} />
      )}
    </Section>
  );
}

function State({ state: { targetInForce, openSites, patients } }: { readonly state: StateView }) {
  const { replay: t } = words.value;
  const counts = Object.entries(patients).filter(([, count]) => count > 0);
  return (
    <dl class="facts">
      <div>
        <dt>{t.target}</dt>
        <dd>{figure(targetInForce)}</dd>
      </div>
      <div>
        <dt>{t.openSites}</dt>
        <dd>{openSites.length === 0 ? words.value.common.none : openSites.join(', ')}</dd>
      </div>
      {counts.map(([status, count]) => (
        <div key={status}>
          <dt>{statusWord(status)}</dt>
          <dd>{figure(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Digest({ position, isShort }: { readonly position: number; readonly isShort: boolean }) {
  const [isWanted, setWanted] = useState(isShort);
  const { replay: t } = words.value;
  return (
    <div>
      <h3>{t.digest}</h3>
      {isWanted ? (
        <Computed position={position} />
      ) : (
        <button type="button" class="quiet" onClick={() => setWanted(true)}>
          {t.computeDigest}
        </button>
      )}
      <p class="help">
        {t.digestHelp} {position}
      </p>
    </div>
  );
}

function Computed({ position }: { readonly position: number }) {
  const asked = useQuery(`digest ${position}`, (signal) =>
    get<StateView>('/v1/replay/state', { query: { position, digest: true }, signal }),
  );
  return (
    <Answered asked={asked} lines={1}>
      {({ digest = '' }) => <code data-digest>{digest}</code>}
    </Answered>
  );
}
