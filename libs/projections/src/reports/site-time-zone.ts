import { TRIAL } from '@bali/protocol';
import { sitesOf, type TrialState } from '@bali/trial';

/** The time zone of each site (IANA); the trial's where a site is not known. */
export function siteTimeZone(trial: TrialState): (site: string | undefined) => string {
  const zones = new Map<string | undefined, string>(sitesOf(trial).map(({ code, timeZone }) => [code, timeZone]));
  return (site) => zones.get(site) ?? TRIAL.timeZone;
}
