import { createInspectionApi, type InspectionApi } from '@bali-app/inspection-api';
import { Refused } from '@bali/command-line';
import { DEFAULT_LOG_HOST } from '@bali/installation';
import type { Demo } from '../play-demo.js';
import { PEOPLE } from '../cohort/people.js';
import { DemoSignInModule } from './demo-sign-in.module.js';

/** The demo's pages are for whoever sits at this machine. */
const LOOPBACK = '127.0.0.1';
const PACKAGES_KEPT = 10;
const SIGNING_PATIENCE_MS = 10_000;

/** The pages of a trial that was played, and what to close when they are no longer wanted. */
export interface ServedPages {
  readonly url: string;
  readonly close: InspectionApi['close'];
}

/** Serves the inspection API with the pages, in which one click signs a visitor in. @throws Refused */
export async function servePages(
  { installation, sessions, signTrialLedger }: Demo,
  port: number,
): Promise<ServedPages> {
  const api = await createInspectionApi({
    ...installation,
    ...{ logHost: DEFAULT_LOG_HOST, packagesKept: PACKAGES_KEPT },
    signTrialLedger: () => signTrialLedger(AbortSignal.timeout(SIGNING_PATIENCE_MS)),
    extraModules: [DemoSignInModule.of(PEOPLE, (person) => sessions.passwordOf(person))],
  });
  try {
    await api.app.listen(port, LOOPBACK);
    return { url: await api.app.getUrl(), close: api.close };
  } catch (error) {
    await api.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused(`cannot listen (${why}): set INSPECTION_API_PORT to a port that is free; 0: any`, {
      cause: error,
    });
  }
}
