import type { SigningAuthority } from '@bali/access';
import { evolveSlots, noSlots, SLOT_EVENTS } from '@bali/blinding';
import { CommandHandler, RecordWriter, type Software, StreamLoader } from '@bali/command-handling';
import type { EventStore } from '@bali/event-store';
import { type Ambient, type DataDirectory, openLedger } from '@bali/installation';
import {
  commandFinder,
  ProjectionRunner,
  type RunnerLog,
  TRIAL_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import {
  definitionOf,
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  mustBeSigned,
  UnknownEvent,
} from '@bali/trial';
import type { Resources } from './resources.js';

export interface ResourceOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly software: Software;
  readonly log: RunnerLog;
  /** Asks signers for their credentials again; without one, nothing is signed. */
  readonly signing?: SigningAuthority;
}

/** Resources that are open, and how to close them. */
export interface OpenResources {
  readonly resources: Resources;
  /** Appends under way are finished; then everything is let go of. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the ledgers and the projections, and begins to catch up with the trial ledger.
 * @throws NotThisLedger, StoreUnavailable, NotAProjectionsFile, ProjectionsInUse
 */
export async function openResources(options: ResourceOptions): Promise<OpenResources> {
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const resource of opened.toReversed()) await resource.close();
  };
  const keep = <Resource extends { close(): Promise<void> }>(resource: Resource): Resource => {
    opened.push(resource);
    return resource;
  };
  try {
    const trialLedger = keep(openLedger(options.directory, 'trial'));
    const sealedLedger = keep(openLedger(options.directory, 'sealed'));
    const { projections } = options.directory;
    const runner = keep(
      new ProjectionRunner({ path: projections, store: trialLedger, projections: TRIAL_PROJECTIONS, log: options.log }),
    );
    runner.start();
    return { resources: resourcesOf(options, trialLedger, sealedLedger, runner), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function resourcesOf(
  { ambient: { now, randomBytes }, software, signing }: ResourceOptions,
  trialLedger: EventStore,
  sealedLedger: EventStore,
  runner: ProjectionRunner,
): Resources {
  const trialId = TRIAL.id;
  const writer = new RecordWriter({
    store: trialLedger,
    trialId,
    software,
    definitionOf,
    ...(signing && { mustBeSigned }),
  });
  return {
    ...(signing && { signing }),
    ...{ trialId, software, now, randomBytes, trialLedger, sealedLedger, runner },
    handler: new CommandHandler({ store: trialLedger, writer, runner, findCommand: commandFinder(runner.reader), now }),
    sealedWriter: new RecordWriter({ store: sealedLedger, trialId, software, definitionOf: sealedDefinitionOf }),
    trials: new StreamLoader(trialLedger, { initial: initialTrialState, evolve: evolveTrial }),
    patients: new StreamLoader(trialLedger, { initial: initialPatientState, evolve: evolvePatient }),
    slots: new StreamLoader(sealedLedger, { initial: noSlots, evolve: evolveSlots }),
    queries: new TrialStateQueries(runner.reader),
  };
}

function sealedDefinitionOf(type: string) {
  if (type !== 'SlotTaken') throw new UnknownEvent(type, 1);
  return SLOT_EVENTS[type];
}
