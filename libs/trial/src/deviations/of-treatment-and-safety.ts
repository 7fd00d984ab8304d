import { RELEASE_LATE_AFTER_HARVEST_MINUTES } from '@bali/protocol';
import { baselineInForce, indexLimbOf } from '../baseline/baseline-in-force.js';
import { alertClocks } from '../microbiology/alerts.js';
import { all, allStruck, type EntryOfType, has, last, type PatientState } from '../patient/chart.js';
import { happened, happenedOn } from '../patient/happened.js';
import { dayAt } from '../patient/time-zone.js';
import { isSerious } from '../safety/seriousness.js';
import { harvestNumbered, harvestOf, numberOf, ofHarvest } from '../treatment/harvests.js';
import { found, type Finder, type FoundDeviation } from './deviation.js';

const MINUTE_MS = 60_000;
/** Hours within which the site tells the sponsor of a serious adverse event (Reg. (EU) 536/2014, Art. 41). */
const SERIOUS_WITHIN_MS = 24 * 60 * MINUTE_MS;

/** What a baseline is needed for was done, and the one that was there was another patient's. */
export const baselineAnnulled: Finder = (state, { zones }) => {
  const [randomized] = all(state, 'Randomized');
  const isAnnulled = allStruck(state, 'BaselineAssessed').length > 0;
  if (randomized === undefined || !isAnnulled || baselineInForce(state) !== undefined) return [];
  const on = dayAt(happened(randomized), zones);
  return [found('baseline-annulled', randomized.id, { on, records: [randomized.id] })];
};

/** Each harvest but the first has a consent of its own, of a day between the two. */
export const consentForEachHarvest: Finder = (state, { zones }) => {
  const harvests = all(state, 'Harvested').toSorted((one, other) => numberOf(one.data) - numberOf(other.data));
  const renewals = all(state, 'ConsentRenewed').filter(({ data }) => data.why === 'another-harvest');
  return harvests.flatMap((harvest, place) => {
    const before = harvests[place - 1];
    if (before === undefined) return [];
    const [since, on] = [happenedOn(before, zones), happenedOn(harvest, zones)];
    if (renewals.some(({ data }) => since <= data.renewedOn && data.renewedOn <= on)) return [];
    return found('harvested-without-renewed-consent', harvest.id, { on, records: [harvest.id, before.id] });
  });
};

/** A visit is recorded after one of the two, which may have been annulled since. */
export const treatmentNotAccountedFor: Finder = (state) => {
  const [visit] = all(state, 'FollowUpAssessed');
  if (visit === undefined || has(state, 'Implanted') || has(state, 'ImplantationNotDone')) return [];
  return [found('treatment-not-accounted-for', visit.id, { on: visit.data.assessedOn, records: [visit.id] })];
};

export const bloodTubeMissing: Finder = (state, { zones }) =>
  all(state, 'Harvested')
    .filter(({ data }) => data.bloodTube === 'missing')
    .map((harvest) =>
      found('blood-tube-missing', harvest.id, { on: happenedOn(harvest, zones), records: [harvest.id] }),
    );

export const lateReleases: Finder = (state, { zones }) =>
  all(state, 'ProductReleased').flatMap((release) => {
    const harvest = harvestNumbered(state, harvestOf(release.data));
    if (harvest === undefined) return [];
    const minutes = (Date.parse(release.data.releasedAt) - Date.parse(harvest.data.harvestedAt)) / MINUTE_MS;
    if (minutes <= RELEASE_LATE_AFTER_HARVEST_MINUTES) return [];
    return found('late-release', release.id, { on: happenedOn(release, zones), records: [release.id, harvest.id] });
  });

export const implantations: Finder = (state, { zones }) =>
  all(state, 'Implanted').flatMap((implanted) => {
    const on = dayAt(implanted.data.implantedAt, zones);
    const make = (kind: FoundDeviation['kind'], ...with_: readonly (string | undefined)[]) =>
      found(kind, implanted.id, { on, records: [implanted.id, ...with_] });
    const number = harvestOf(implanted.data);
    const [harvest, release, recall] = [
      harvestNumbered(state, number),
      ofHarvest(state, 'ProductReleased', number),
      ofHarvest(state, 'ReleaseWithdrawn', number),
    ];
    const isOtherDay = harvest !== undefined && dayAt(harvest.data.harvestedAt, zones) !== on;
    const isOtherLimb = ![undefined, implanted.data.limb].includes(indexLimbOf(state));
    return [
      ...(isOtherDay ? [make('implanted-on-another-day', harvest.id)] : []),
      ...(release === undefined ? [make('implanted-without-release', harvest?.id)] : []),
      ...(isRecalledBefore(implanted, recall) ? [make('implanted-after-recall', recall?.id)] : []),
      ...(isOtherLimb ? [make('other-limb-implanted', last(state, 'BaselineAssessed')?.id)] : []),
    ];
  });

function isRecalledBefore(
  { data }: EntryOfType<'Implanted'>,
  recall: EntryOfType<'ReleaseWithdrawn'> | undefined,
): boolean {
  return data.despite?.includes('release-withdrawn') === true || recall !== undefined;
}

/** The first entry that says that an adverse event is serious, if it came late. */
export const lateSeriousAdverseEvents: Finder = (state, { zones }) => {
  const told = [...all(state, 'AdverseEventReported'), ...all(state, 'AdverseEventFollowedUp')].toSorted(
    (one, other) => one.revision - other.revision,
  );
  const serious = new Set<number>();
  return told.flatMap((entry) => {
    const { number, awareAt } = entry.data;
    if (serious.has(number) || !isSerious(entry.data.seriousness)) return [];
    serious.add(number);
    if (awareAt === undefined || Date.parse(entry.recordedAt) - Date.parse(awareAt) <= SERIOUS_WITHIN_MS) return [];
    return found('late-serious-adverse-event', entry.id, { on: dayAt(awareAt, zones), records: [entry.id] });
  });
};

export const alertsAcknowledgedLate: Finder = (state: PatientState, { zones, asOf }) =>
  alertClocks(state).flatMap(({ number, dueAt, acknowledgedAt }) => {
    const dueOn = dayAt(dueAt, zones);
    const isLate = acknowledgedAt === undefined ? dueOn < asOf : acknowledgedAt > dueAt;
    if (!isLate) return [];
    const ofIt = [...all(state, 'MicrobiologyAlert'), ...all(state, 'MicrobiologyAlertAcknowledged')];
    const records = ofIt.filter(({ data }) => data.number === number).map(({ id }) => id);
    return found('alert-acknowledged-late', String(number), { on: dueOn, records });
  });
