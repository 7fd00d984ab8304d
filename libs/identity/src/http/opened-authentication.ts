import type { Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  ACCESS_LEDGER,
  AMBIENT,
  type Ambient,
  DATA_DIRECTORY,
  type DataDirectory,
  installationKeysOf,
  OPERATOR_LOG,
  OpenedResources,
  type OperatorLog,
  SOFTWARE,
} from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Metrics } from '@bali/http';
import type { FactoryProvider } from '@nestjs/common';
import { misfitAlarm } from './misfit-alarm.js';
import { type IdentitySettings, openAuthentication, type Authentication } from '../authentication.js';

/** Opens the authentication of the installation that the application works on, and closes it with the application. */
export function openedAuthentication(
  settings: IdentitySettings = {},
): Omit<FactoryProvider<Authentication>, 'provide'> {
  return {
    inject: [OpenedResources, ACCESS_LEDGER, DATA_DIRECTORY, AMBIENT, SOFTWARE, OPERATOR_LOG, Metrics],
    useFactory: async (
      opened: OpenedResources,
      accessLedger: EventStore,
      directory: DataDirectory,
      { now, randomBytes }: Ambient,
      software: Software,
      log: OperatorLog,
      metrics: Metrics,
    ): Promise<Authentication> => {
      const onMisfit = misfitAlarm(log, metrics.registry);
      const { credentials: credentialsPath } = directory;
      const about = { accessLedger, credentialsPath, trialId: TRIAL.id, software, now, randomBytes, log, onMisfit };
      const authentication = await opened.open(async () =>
        openAuthentication({ ...about, keys: await installationKeysOf(directory), settings }),
      );
      if (authentication.asksForPasswords) await warnOfUnbound(authentication, log);
      return authentication;
    },
  };
}

/** On the day of an upgrade nobody gets in: whoever starts the server is told why, and what to do. */
async function warnOfUnbound({ identity: { accounts } }: Authentication, log: OperatorLog): Promise<void> {
  const unbound = await accounts.unbound();
  if (unbound.length === 0) return;
  log.warn(
    { accounts: unbound.length },
    'accounts have credentials that were set before this version, and let nobody in: ' +
      'bind one administrator at least with `bali accounts bind`, and let two administrators recover the others',
  );
}
