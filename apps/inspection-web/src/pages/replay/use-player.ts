import type { StepView, WithTexts } from '@bali/queries';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Problem, problemOf } from '../../api/problem.js';
import { go, hrefOf, place } from '../../app/router.js';
import { StepSource } from './step-source.js';

export const SPEEDS = [1, 2, 5, 10, 25, 50] as const;

export interface Player {
  readonly position: number;
  readonly last: number;
  readonly step: WithTexts<StepView> | undefined;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly problem: Problem | undefined;
  readonly moveTo: (position: number) => void;
  readonly setPlaying: (isPlaying: boolean) => void;
  readonly setSpeed: (speed: number) => void;
}

/** The address follows the player once it rests: browsers refuse to change it many times a second. */
const ADDRESS_AFTER_MS = 300;

/** Goes through the events of a ledger: by itself, or as its reader moves it. */
export function usePlayer(last: number): Player {
  const addressed = positionIn(place.value.query, last);
  const [position, setPosition] = useState(addressed);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(SPEEDS[2]);
  const [, setRead] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const source = useMemo(() => new StepSource(), []);
  const shown = useRef(addressed);

  // Whoever goes back or follows a link comes to another position.
  useEffect(() => {
    if (addressed === shown.current) return;
    shown.current = addressed;
    setPosition(addressed);
  }, [addressed]);

  useEffect(() => {
    const timer = setTimeout(() => {
      shown.current = position;
      if (positionIn(place.value.query, last) !== position) go(hrefOf('/replay', { position }), { replaces: true });
    }, ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [position]);

  const step = source.at(position);
  useEffect(() => {
    if (last < 0) return;
    source.load(position, last).then(
      () => {
        setProblem(undefined);
        setRead((count) => count + 1);
      },
      (error: unknown) => {
        setPlaying(false);
        setProblem(problemOf(error));
      },
    );
  }, [position, last]);

  // The next step waits until this one is there: a slow server makes the player slow, and leaves nothing out.
  const isThere = step !== undefined;
  useEffect(() => {
    if (!isPlaying || !isThere) return;
    if (position >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setPosition(position + 1), 1_000 / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, isThere, position, speed, last]);

  const moveTo = (to: number) => setPosition(Math.min(Math.max(0, Math.trunc(to)), Math.max(0, last)));
  return { position, last, step, isPlaying, speed, problem, moveTo, setPlaying, setSpeed };
}

function positionIn(query: URLSearchParams, last: number): number {
  const asked = query.get('position');
  const position = asked !== null && /^\d{1,15}$/.test(asked) ? Number(asked) : last;
  return Math.min(Math.max(0, position), Math.max(0, last));
}
