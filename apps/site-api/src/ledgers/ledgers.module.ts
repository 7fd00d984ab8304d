import {
  DisclosureLog,
  type IntakeKeys,
  PatientFactsReader,
  SealedCommands,
  SealedReadings,
  SealedTexts,
  type Software,
  type Streams,
  TrialLedgerCommands,
  TwoLedgerSagas,
} from '@bali/commands';
import {
  AMBIENT,
  type Ambient,
  LEDGER_STORES,
  type LedgerStores,
  type LogSettings,
  SEALED_LEDGER,
  SOFTWARE,
} from '@bali/installation';
import type { SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { TextAlarm } from '@bali/queries';
import { INTAKE_KEYS } from '@bali/recording';
import { type DynamicModule, Inject, type InjectionToken, Module, type OnModuleInit } from '@nestjs/common';
import { type CommandParts, commandParts } from './command-parts.js';
import type { OpenSealed } from './open-sealed.js';
import { OPENING } from './opening.js';
import {
  COMMAND_PARTS,
  LOG_SETTINGS,
  OPEN_SEALED,
  SAGA_ROWS,
  SEALED_HANDLER,
  SEALING_KEYS,
  STREAMS,
  TRIAL_HANDLER,
} from './tokens.js';

const PARTS = {
  provide: COMMAND_PARTS,
  inject: [LEDGER_STORES, ProjectionRunner, OPEN_SEALED, AMBIENT, SOFTWARE],
  useFactory: (
    ledgers: LedgerStores,
    runner: ProjectionRunner,
    sealed: OpenSealed,
    ambient: Ambient,
    software: Software,
  ): CommandParts => commandParts({ ledgers, runner, sealed, ambient, software }),
};

const part = <Part>(provide: InjectionToken, useFactory: (parts: CommandParts) => Part) => {
  return { provide, inject: [COMMAND_PARTS], useFactory };
};

const PROVIDERS = [
  ...OPENING,
  PARTS,
  part(TRIAL_HANDLER, ({ handler }) => handler),
  part(SEALED_HANDLER, ({ sealedHandler }) => sealedHandler),
  part(SEALING_KEYS, ({ sealingKeys }) => sealingKeys),
  part(INTAKE_KEYS, ({ sealingKeys }): IntakeKeys => ({ digest: (text) => sealingKeys.digest(text), sealingKeys })),
  part(STREAMS, ({ streams }) => streams),
  part(TrialLedgerCommands, ({ commands }) => commands),
  part(SealedCommands, ({ sealed }) => sealed),
  {
    provide: SealedReadings,
    inject: [SealedCommands, STREAMS, DisclosureLog, AMBIENT],
    useFactory: (sealed: SealedCommands, streams: Streams, disclosures: DisclosureLog, { now }: Ambient) =>
      new SealedReadings({ sealed, streams, disclosures, now }),
  },
  {
    provide: SealedTexts,
    inject: [SEALED_LEDGER, SEALING_KEYS, TextAlarm],
    useFactory: (sealedLedger: EventStore, sealingKeys: SealingKeys, alarm: TextAlarm) =>
      new SealedTexts({
        ...{ sealedLedger, sealingKeys },
        note: (hash, fault) => alarm.note('sealed', [{ hash, fault, event: '', field: '' }]),
      }),
  },
  part(PatientFactsReader, ({ facts }) => facts),
  part(SAGA_ROWS, ({ rows }) => rows),
  part(TwoLedgerSagas, ({ sagas }) => sagas),
  {
    provide: TrialStateQueries,
    inject: [ProjectionRunner],
    useFactory: (runner: ProjectionRunner) => new TrialStateQueries(runner),
  },
];

/** The ledgers as commands are taken to them and queries are answered from them; nothing is served before they have caught up. */
@Module({})
export class LedgersModule implements OnModuleInit {
  constructor(@Inject(ProjectionRunner) private readonly runner: ProjectionRunner) {}

  static of(settings: LogSettings): DynamicModule {
    const providers = [...PROVIDERS, { provide: LOG_SETTINGS, useValue: settings }];
    return { module: LedgersModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onModuleInit(): Promise<void> {
    await this.runner.ready();
  }
}
