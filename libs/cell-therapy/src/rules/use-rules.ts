import { CELLS_KEPT_MONTHS, compareInstants, dateAt, plusMonths } from '@bali/protocol';
import type { Refusal } from '@bali/trial';
import { entryOf, happenedWhen, whenField } from '../cell-therapy-state.js';
import type { CellTherapyEvent, CellTherapyEventType } from '../events/cell-events.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule, Situation } from './rule.js';

/** When the cryo-conserved cells may be used, and that studies are made of cells that there are. */
export const USE_RULES: readonly Rule[] = [afterTheSixMonths, afterThePlannedUnblinding, studiedOnceSeparated];

/** Thawing is the beginning of the use: thawed cells cannot be kept. */
const USES: readonly CellTherapyEventType[] = ['CellsThawed', 'CellsUsed'];

function afterTheSixMonths(event: CellTherapyEvent, { facts }: Situation): Refusal | undefined {
  if (!USES.includes(event.type)) return undefined;
  const { implantedAt, timeZone } = facts;
  if (implantedAt === undefined) {
    return cellTherapyRefusal('six-months-not-over', 'The patient’s 6 months begin with an implantation.');
  }
  const last = plusMonths(dateAt(implantedAt, timeZone), CELLS_KEPT_MONTHS);
  if (dateAt(happenedWhen(event), timeZone) > last) return undefined;
  return cellTherapyRefusal('six-months-not-over', `The patient’s 6 months end on ${last}.`, whenField(event));
}

function afterThePlannedUnblinding(event: CellTherapyEvent, { facts }: Situation): Refusal | undefined {
  if (!USES.includes(event.type)) return undefined;
  const { unblindedAsPlannedAt: unblindedAt } = facts;
  if (unblindedAt !== undefined && compareInstants(unblindedAt, happenedWhen(event)) <= 0) return undefined;
  return cellTherapyRefusal(
    'not-unblinded-as-planned',
    'The patient has to be unblinded as planned first: whoever is given the cells learns the arm.',
  );
}

const STUDIES: readonly CellTherapyEventType[] = [
  'ProgenitorsMeasured',
  'ProteinMeasured',
  'MessengerRnaMeasured',
  'AngiogenesisMeasured',
];

function studiedOnceSeparated({ type }: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  if (!STUDIES.includes(type) || entryOf(cells, 'CellsSeparated') !== undefined) return undefined;
  return cellTherapyRefusal('study-without-cells', 'The cells of this patient are not separated yet.');
}
