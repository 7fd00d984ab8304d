import { sitesOfRole } from '@bali/access';
import { DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { AccountReader } from '@bali/identity';
import { ACCESS_LEDGER, AMBIENT, type Ambient } from '@bali/installation';
import { TrialStateQueries } from '@bali/projections';
import { CalendarFeeds, type HolderOf } from '@bali/queries';
import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';

/** Whoever has left, or holds the role no more, sees nothing by the address of a calendar. */
function holders(accessLedger: EventStore, { now }: Ambient): HolderOf {
  const accounts = AccountReader.of(accessLedger, now);
  return async (userId, role) => {
    const account = (await accounts.all()).find((one) => one.userId === userId);
    if (account === undefined || account.deactivatedAt !== undefined) return undefined;
    const sites = sitesOfRole(account, role, now().toISOString());
    const { name, organisation } = account;
    return sites === undefined ? undefined : { userId, name, organisation, role, sites };
  };
}

/** Calendars of visits. */
@Module({
  controllers: [CalendarController],
  providers: [
    {
      provide: CalendarFeeds,
      inject: [ACCESS_LEDGER, DisclosureLog, TrialStateQueries, AMBIENT],
      useFactory: (
        accessLedger: EventStore,
        disclosures: DisclosureLog,
        state: TrialStateQueries,
        ambient: Ambient,
      ) => {
        const { now, randomBytes } = ambient;
        const holderOf = holders(accessLedger, ambient);
        return new CalendarFeeds({ accessLedger, disclosures, state, holderOf, now, randomBytes });
      },
    },
  ],
})
export class CalendarModule {}
