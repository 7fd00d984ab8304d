import { CommandHandler, RecordWriter, type Software, StreamLoader, type Streams } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import type { Ambient } from '@bali/installation';
import { commandFinder, type ProjectionRunner } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import {
  definitionOf,
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  mustBeSigned,
} from '@bali/trial';

export interface TrialHandlerOptions {
  readonly store: EventStore;
  /** Applies the trial ledger's events to the projections. */
  readonly runner: ProjectionRunner;
  readonly ambient: Ambient;
  readonly software: Software;
}

/** Takes commands to the trial ledger. */
export function trialHandler({ store, runner, ambient, software }: TrialHandlerOptions): CommandHandler {
  const writer = new RecordWriter({ store, trialId: TRIAL.id, software, definitionOf, mustBeSigned });
  return new CommandHandler({ store, writer, runner, findCommand: commandFinder(runner), now: ambient.now });
}

/** The streams of the trial ledger, on which its commands are decided. */
export function trialStreams(store: EventStore): Pick<Streams, 'trials' | 'patients'> {
  return {
    trials: new StreamLoader(store, { initial: initialTrialState, evolve: evolveTrial }),
    patients: new StreamLoader(store, { initial: initialPatientState, evolve: evolvePatient }),
  };
}
