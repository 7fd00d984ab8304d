import { CertifiedCopies, LiveFeed, Receipts, Reports, TrialOverview, UnblindingRegister } from '@bali/queries';
import type { FactoryProvider } from '@nestjs/common';
import { type Resources, RESOURCES } from './resources.js';

/** What the controllers of this API ask, besides the routes that every API shares. */
export const QUERY_PROVIDERS: readonly FactoryProvider[] = [
  {
    provide: TrialOverview,
    inject: [RESOURCES],
    useFactory: ({ trials, runner, queries }: Resources) => new TrialOverview(trials, runner, queries),
  },
  {
    provide: Reports,
    inject: [RESOURCES],
    useFactory: ({ trials, runner, queries, now }: Resources) => new Reports(trials, runner, queries, now),
  },
  {
    provide: Receipts,
    inject: [RESOURCES],
    useFactory: ({ trialLedger, logs }: Resources) => new Receipts(trialLedger, logs.trial),
  },
  {
    provide: CertifiedCopies,
    inject: [RESOURCES],
    useFactory: ({ trialLedger, logs, copies: directory, disclosures, software, now }: Resources) =>
      new CertifiedCopies({ trialLedger, log: logs.trial, directory, disclosures, software, now }),
  },
  {
    provide: LiveFeed,
    inject: [RESOURCES],
    useFactory: ({ trialLedger }: Resources) => new LiveFeed(trialLedger),
  },
  {
    provide: UnblindingRegister,
    inject: [RESOURCES],
    useFactory: (resources: Resources) => new UnblindingRegister(resources),
  },
];
