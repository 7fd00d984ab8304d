import type { EventStore } from '@bali/event-store';
import type { ReadinessCheck } from '@bali/http';
import { type ProjectionRunner, Scrubber } from '@bali/projections';
import { basename } from 'node:path';
import type { DataDirectory } from '../data-directory.js';
import type { OperatorLog } from '../nest/installation.module.js';
import type { Alarms } from './alarms.js';

/** A projections file, what it is computed from, and who is told what is wrong with it. */
export interface ProjectionsToScrub {
  readonly path: string;
  readonly runner: ProjectionRunner;
  readonly store: EventStore;
  readonly directory: DataDirectory;
  readonly alarms: Alarms;
  readonly log: OperatorLog;
  /** See `ScrubberOptions`. */
  readonly isSealed?: boolean;
}

/** What compares a projections file of this installation with its ledger, once it is asked to follow. */
export function projectionsScrubber({ path, directory, alarms, ...about }: ProjectionsToScrub): Scrubber {
  const name = basename(path);
  return new Scrubber({
    ...{ ...about, name, directory: directory.path },
    elapsedMs: () => performance.now(),
    bell: { raise: (details) => alarms.raise(name, details) },
  });
}

/**
 * Down as long as an alarm about one of these files was raised that nobody has seen: `bali check --seen` says that somebody has. The
 * API counts as ready all the same, since what was altered is made anew at once.
 */
export function alarmReadiness(alarms: Alarms, ...paths: readonly string[]): ReadinessCheck {
  return { name: 'alarms', isAlarm: true, isUp: () => !paths.some((path) => alarms.isRaised(basename(path))) };
}
