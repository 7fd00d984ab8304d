import { compareInstants } from '@bali/protocol';
import { latestOfKind } from '../containers/containers.js';
import { failedControl, NOT_CONFORM } from '../quality-control/rules.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyData } from '../unit/cell-events.js';
import { type CellEntry, entryOf } from '../unit/cell-record.js';
import type { HarvestFacts, Rule } from '../unit/rule.js';

export const releasedIfConform: Rule = {
  says: 'Every quality control of the harvest found it conform, and the syringe is still in hand.',
  refuses: (_, { cells, containers }) => {
    if (failedControl(cells) !== undefined) return cellTherapyRefusal('quality-not-conform', NOT_CONFORM);
    const syringe = latestOfKind(containers, 'syringe');
    if (syringe?.whereabouts === 'in-hand') return undefined;
    return cellTherapyRefusal('container-not-available', 'The syringe is not there any more.', '/read/label');
  },
};

/** The product of a harvest that the site has annulled is nobody's: it was another patient's, or there was none. */
export const ofAStandingHarvest: Rule = {
  says: 'The harvest that was received last is not annulled by the site.',
  refuses: (_, { harvest }) =>
    harvest?.isAnnulled === true
      ? cellTherapyRefusal(
          'unit-step-missing',
          'The site has annulled the harvest that was received last. Record the reception of the one that stands first; what was made ' +
            'of the other is discarded.',
        )
      : undefined,
};

/** Minutes from the reception to a release, which tell the site nothing if they are the same for every patient. */
export function minutesFromReception(cells: readonly CellEntry[], releasedAt: string): number | undefined {
  const receivedAt = entryOf(cells, 'HarvestReceived')?.data.receivedAt;
  return receivedAt === undefined ? undefined : (Date.parse(releasedAt) - Date.parse(receivedAt)) / 60_000;
}

export const notTooEarly: Rule = {
  says: 'It is not before the time after the reception that the protocol fixes for every patient.',
  refuses: ({ releasedAt }: Pick<CellTherapyData<'ProductReleasedFromUnit'>, 'releasedAt'>, { cells, harvest }) => {
    const earliest = earliestRelease(cells, harvest);
    if (earliest === undefined || compareInstants(releasedAt, earliest) >= 0) return undefined;
    const sentence = `Nothing is released before ${earliest}, whatever was prepared: the time would tell it.`;
    return cellTherapyRefusal('release-too-early', sentence, '/releasedAt');
  },
};

function earliestRelease(cells: readonly CellEntry[], harvest: HarvestFacts | undefined): string | undefined {
  const receivedAt = entryOf(cells, 'HarvestReceived')?.data.receivedAt;
  if (receivedAt === undefined || harvest === undefined) return undefined;
  return new Date(Date.parse(receivedAt) + harvest.limits.releaseNotBeforeMinutes * 60_000).toISOString();
}
