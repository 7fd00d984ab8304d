import { details, freeText, instant, moment, oneOf, optionalText, patientCode, words } from '@bali/schema';
import { Type } from 'typebox';
import type { Container } from '../containers/containers.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { cellTherapyRefusal } from '../refusals.js';
import { defineCellEvent } from '../unit/define-cell-event.js';
import type { Rule } from '../unit/rule.js';
import { afterTheSixMonths } from './rules.js';

const FOUND = ['kept', 'used', 'discarded', 'none-kept'] as const;
type Found = (typeof FOUND)[number];

/** What may be found of a patient's cells, as the records of the containers say. */
function foundIn(containers: readonly Container[]): ReadonlySet<Found> {
  const cryoConserved = containers.filter(({ kind }) => kind === 'cryo-container');
  if (cryoConserved.length === 0) return new Set(['none-kept']);
  return new Set(
    cryoConserved.map(({ whereabouts }) =>
      whereabouts === 'used' || whereabouts === 'discarded' ? whereabouts : 'kept',
    ),
  );
}

const foundAsRecorded: Rule = {
  says: 'It says what the records say of at least one of the patient’s containers, or that there is none.',
  refuses: ({ found }: { readonly found: Found }, { containers }) =>
    foundIn(containers).has(found)
      ? undefined
      : cellTherapyRefusal('container-not-available', 'The records of the containers say otherwise.', '/found'),
};

/**
 * That somebody looked what is left of a patient's cells. It is there for patients of either arm: a person who sees when sealed
 * records are written sees as many for each patient, if the unit records this where nothing is thawed or used.
 */
export const CellsReviewed = defineCellEvent('CellsReviewed', {
  schemaVersion: 1,
  about: 'what is left of the cells was looked up after the 6 months',
  data: {
    patient: patientCode,
    reviewedAt: instant('when it was looked up'),
    found: oneOf('what was found', FOUND),
    remarks: Type.Optional(freeText('remarks')),
  },
  happened: 'reviewedAt',
  mayGiveAwayArm: true,
  needs: [HarvestReceived],
  whenMissing: undefined,
  once: false,
  onTheDayOfTheHarvest: false,
  ranges: [],
  labelRead: undefined,
  labelsGiven: undefined,
  happensTo: undefined,
  containersAfter: undefined,
  rules: [afterTheSixMonths, foundAsRecorded],
  computed: undefined,
  secondPerson: undefined,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReviewCells', action: 'record-cells' },
  sentence: (data, { show }) =>
    `what is left of the cells of patient ${data.patient} was looked up on ${moment(data.reviewedAt)}: ${words(data.found)}` +
    details(optionalText('remarks', data.remarks, show)),
  sample: { patient: 'REI-001', reviewedAt: '2026-10-05T12:00:00+02:00', found: 'kept' },
});
