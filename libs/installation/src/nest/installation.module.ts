import { ClockLog, DisclosureLog, type Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { Metrics } from '@bali/http';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { TextAlarm } from '@bali/queries';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Alarms } from '../alarms/alarms.js';
import type { Ambient } from '../ambient.js';
import { clockMetrics } from '../clock/clock-metrics.js';
import { ClockWatch } from '../clock/clock-watch.js';
import type { DataDirectory } from '../data-directory.js';
import { isToBeMade, openLedger, openLedgerToRead, type Watching } from '../open-ledger.js';
import { KeysVolume } from './keys-volume.js';
import { LedgerWatch } from './ledger-watch.js';
import { OpenedResources } from './opened-resources.js';
import {
  ACCESS_LEDGER,
  AMBIENT,
  CLOCK,
  DATA_DIRECTORY,
  LEDGER_STORES,
  OPERATOR_LOG,
  SEALED_LEDGER,
  SOFTWARE,
  TRIAL_LEDGER,
} from './tokens.js';

/** Where an application tells operators what they should know; pino's `Logger` is one. */
export interface OperatorLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The installation that an application works on. */
export interface Installation {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly software: Software;
  readonly log: OperatorLog;
  /** The ledgers that the application writes to. The others are opened to be read only. */
  readonly writes: readonly Ledger[];
}

/** The ledgers by their names. */
export type LedgerStores = Readonly<Record<Ledger, EventStore>>;

const LEDGER_TOKENS = [
  ['trial', TRIAL_LEDGER],
  ['sealed', SEALED_LEDGER],
  ['access', ACCESS_LEDGER],
] as const;

/** The installation, opened: its ledgers, its clock, its directory. Every API imports it, and injects what it needs of it. */
@Module({})
export class InstallationModule {
  /**
   * @param opened is given everything that is opened, and closes it with the application. Whoever makes the application closes it
   * when the application cannot be made.
   */
  static of(installation: Installation, opened: OpenedResources): DynamicModule {
    const { directory, ambient, software, log } = installation;
    const values: Provider[] = [
      { provide: OpenedResources, useValue: opened },
      { provide: DATA_DIRECTORY, useValue: directory },
      { provide: AMBIENT, useValue: ambient },
      { provide: CLOCK, useValue: ambient.now },
      { provide: SOFTWARE, useValue: software },
      { provide: OPERATOR_LOG, useValue: log },
      { provide: Alarms, useValue: new Alarms(directory.alarms, ambient.now) },
      { provide: TextAlarm, useValue: new TextAlarm(log) },
    ];
    const ledgers = LEDGER_TOKENS.map(([ledger, token]) => ({
      provide: token,
      inject: [LedgerWatch],
      useFactory: (watch: LedgerWatch) => opened.open(() => openFor(installation, ledger, watch.of(ledger))),
    }));
    return {
      module: InstallationModule,
      global: true,
      providers: [...values, KeysVolume, LEDGER_WATCH, ...ledgers, ALL_LEDGERS, DISCLOSURES, CLOCK_WATCH],
      exports: [...values, ...ledgers, ALL_LEDGERS, DISCLOSURES].map((provider) => tokenOf(provider)),
    };
  }
}

const LEDGER_WATCH = {
  provide: LedgerWatch,
  inject: [Metrics, OPERATOR_LOG],
  useFactory: ({ registry }: Metrics, log: OperatorLog) => new LedgerWatch(registry, log),
};

const ALL_LEDGERS = {
  provide: LEDGER_STORES,
  inject: [TRIAL_LEDGER, SEALED_LEDGER, ACCESS_LEDGER],
  useFactory: (trial: EventStore, sealed: EventStore, access: EventStore): LedgerStores => ({ trial, sealed, access }),
};

/** Every API records what it is about to show of the sealed ledger. */
const DISCLOSURES = {
  provide: DisclosureLog,
  inject: [ACCESS_LEDGER, SOFTWARE, AMBIENT],
  useFactory: (accessLedger: EventStore, software: Software, { now, randomBytes }: Ambient): DisclosureLog =>
    new DisclosureLog({ accessLedger, trialId: TRIAL.id, software, now, randomBytes }),
};

/** Watches the clock of an installation that has a steady one. */
const CLOCK_WATCH = {
  provide: ClockWatch,
  inject: [OpenedResources, Metrics, OPERATOR_LOG, TRIAL_LEDGER, ACCESS_LEDGER, SOFTWARE, AMBIENT],
  useFactory: async (
    opened: OpenedResources,
    { registry }: Metrics,
    log: OperatorLog,
    trial: EventStore,
    accessLedger: EventStore,
    software: Software,
    { now, randomBytes, steady: clock }: Ambient,
  ): Promise<ClockWatch | undefined> => {
    if (clock === undefined) return undefined;
    clockMetrics(registry, clock);
    const events = new ClockLog({ accessLedger, trialId: TRIAL.id, software, now, randomBytes });
    return opened.open(async () => {
      const watch = new ClockWatch({ clock, events, ledgers: [trial, accessLedger], log });
      await watch.start();
      return watch;
    });
  },
};

/** A ledger that is not there yet is made, also by an application that only reads it. */
async function openFor({ directory, writes }: Installation, ledger: Ledger, watching: Watching): Promise<EventStore> {
  if (writes.includes(ledger)) return openLedger(directory, ledger, watching);
  if (isToBeMade(directory, ledger)) await (await openLedger(directory, ledger)).close();
  return openLedgerToRead(directory, ledger, watching);
}

function tokenOf(provider: Provider) {
  return typeof provider === 'function' ? provider : provider.provide;
}
