import { dateAt, type Instant, plusDays, TRIAL } from '@bali/protocol';
import { plusMinutes } from './moments.js';
import { SPONSOR_COORDINATOR } from './people.js';
import type { Keyless } from './script.js';
import { signerOf } from './trial-frame.js';

const A_DAY_MINUTES = 24 * 60;

/**
 * An adverse event is heard of after the lock: it is recorded, and stands outside of the locked analysis. Once the trial is
 * unblinded, the investigator says in an erratum that it has to count, and the sponsor takes note.
 * @param seen a visit of the patient, recorded by the site that hears of it
 */
export function afterTheLock(
  seen: Keyless | undefined,
  { lockedAt, unblindedAt }: { readonly lockedAt: Instant; readonly unblindedAt: Instant },
): readonly Keyless[] {
  if (seen === undefined) return [];
  const investigator = signerOf(seen);
  const patient = seen.path.split('/').slice(0, 2).join('/');
  const heardAt = plusMinutes(lockedAt, A_DAY_MINUTES);
  const report: Keyless = {
    ...{ name: 'adverse-event-after-the-lock', at: heardAt, by: investigator, path: `${patient}/adverse-events` },
    body: {
      termAsReported: 'cough',
      ...{ startedOn: plusDays(dateAt(heardAt, TRIAL.timeZone), -2), awareAt: plusMinutes(heardAt, -30) },
      ...{ severity: 'mild', seriousness: [], relatedTo: 'not-related', outcome: 'recovering' },
    },
  };
  const erratum: Keyless = {
    ...{ name: 'erratum', at: plusMinutes(unblindedAt, A_DAY_MINUTES), by: investigator, path: `${patient}/errata` },
    about: { toCount: [report.name] },
    body: { reasonCode: 'new-information', reason: 'it was heard of between the lock and the unblinding' },
  };
  const noted: Keyless = {
    ...{ name: 'erratum-acknowledged', at: plusMinutes(erratum.at, 90), by: SPONSOR_COORDINATOR, body: {} },
    ...{ path: `${patient}/errata/{erratum}/acknowledgement`, about: { erratum: erratum.name } },
  };
  return [report, erratum, noted];
}

/** The sponsor says that the closing of a site had been entered too early. */
export function erratumOfTheTrial(closure: Keyless | undefined, unblindedAt: Instant): readonly Keyless[] {
  if (closure === undefined) return [];
  return [
    {
      ...{ name: 'erratum-of-the-trial', at: plusMinutes(unblindedAt, 2 * A_DAY_MINUTES), by: SPONSOR_COORDINATOR },
      ...{ path: 'trial/errata', about: { notToCount: [closure.name] } },
      body: { reasonCode: 'did-not-happen', reason: 'the close-out visit had been put off, as its report says' },
    },
  ];
}
