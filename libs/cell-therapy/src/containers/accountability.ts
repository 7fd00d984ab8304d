import Big from 'big.js';
import { type CellEntry, cellsOf, type CellTherapyState } from '../unit/cell-record.js';
import { type Container, leftIn, totalOf, type Whereabouts } from './containers.js';
import { containersOf } from './containers-of.js';

/** What came in and what went out, for one patient or over all; volumes are of concentrated cells, mL, as text. */
export interface Accountability {
  readonly harvestsReceived: number;
  readonly harvestsProcessed: number;
  readonly harvestsDiscarded: number;
  readonly concentratedMl: string;
  readonly implantedMl: string;
  readonly storedMl: string;
  readonly thawedMl: string;
  readonly usedMl: string;
  readonly discardedMl: string;
  /** In the concentrate, or in a syringe that is not implanted. */
  readonly inHandMl: string;
  readonly syringesPrepared: number;
  readonly syringesReleased: number;
  readonly syringesDiscarded: number;
  /** Values of these records that were corrected since they were entered. */
  readonly correctedValues: number;
  /** Whether what came in is all of what is anywhere now. */
  readonly balanced: boolean;
}

/** Product accountability of one patient. */
export function accountabilityOf(state: CellTherapyState, patient: string): Accountability {
  return accountOf([cellsOf(state, patient)]);
}

/** Product accountability over all patients. */
export function accountabilityOverAll(patients: Iterable<readonly CellEntry[]>): Accountability {
  return accountOf([...patients]);
}

function accountOf(records: readonly (readonly CellEntry[])[]): Accountability {
  const patients = records.map(containersOf);
  const all = patients.flat();
  const kind = (which: Container['kind']) => all.filter((container) => container.kind === which);
  const count = (which: Container['kind'], ...at: readonly Whereabouts[]) =>
    kind(which).filter(({ whereabouts }) => at.includes(whereabouts)).length;
  const cells = (...at: readonly Whereabouts[]) =>
    totalOf(leaves(all).flatMap(({ whereabouts, cellsMl }) => (at.includes(whereabouts) ? [cellsMl] : [])));
  const lost = sumOf(patients.map(lostOf));
  const left = sumOf(patients.map((containers) => leftOf(containers, 'concentrate', 'in-hand')));
  const concentrated = totalOf(kind('concentrate').map(({ cellsMl }) => cellsMl));
  const [implanted, stored, thawed, used] = [cells('implanted'), cells('stored'), cells('thawed'), cells('used')];
  const [discarded, inHand] = [cells('discarded').plus(lost), cells('in-hand', 'released').plus(left)];
  const out = [implanted, stored, thawed, used, discarded, inHand].reduce((total, one) => total.plus(one));
  return {
    harvestsReceived: kind('harvest').length,
    harvestsProcessed: count('harvest', 'used-up'),
    harvestsDiscarded: count('harvest', 'discarded'),
    concentratedMl: concentrated.toString(),
    implantedMl: implanted.toString(),
    storedMl: stored.toString(),
    thawedMl: thawed.toString(),
    usedMl: used.toString(),
    discardedMl: discarded.toString(),
    inHandMl: inHand.toString(),
    syringesPrepared: kind('syringe').length,
    syringesReleased: count('syringe', 'released', 'implanted'),
    syringesDiscarded: count('syringe', 'discarded'),
    correctedValues: records.flat().reduce((total, { corrected }) => total + corrected.length, 0),
    balanced: out.eq(concentrated),
  };
}

/** The containers that cells end up in. */
function leaves(containers: readonly Container[]): readonly Container[] {
  return containers.filter(({ kind }) => kind === 'syringe' || kind === 'cryo-container');
}

/** What was still in a concentrate when it was discarded, and in a syringe when its cells went into the freezer. */
function lostOf(containers: readonly Container[]): Big {
  return leftOf(containers, 'concentrate', 'discarded').plus(leftOf(containers, 'syringe', 'used-up'));
}

function leftOf(containers: readonly Container[], which: Container['kind'], at: Whereabouts): Big {
  const found = containers.filter(({ kind, whereabouts }) => kind === which && whereabouts === at);
  return sumOf(found.map((container) => leftIn(containers, container)));
}

function sumOf(volumes: readonly Big[]): Big {
  return volumes.reduce((total, one) => total.plus(one), new Big(0));
}

/** A link of the chain of identity: a container, who made it of what, and where its identifiers were checked. */
export interface Link extends Container {
  /** When and by whom two identifiers were read off it and compared. */
  readonly checked: readonly { readonly at: string; readonly by: string }[];
}

/** The chain of identity of a patient's cells, from the bag of the harvest to the syringe and the cryo-containers. */
export function chainOfIdentity(state: CellTherapyState, patient: string): readonly Link[] {
  const cells = cellsOf(state, patient);
  const checks = cells.flatMap(({ data, recordedAt, recordedBy }) =>
    'read' in data ? [{ label: data.read.label, at: recordedAt, by: recordedBy }] : [],
  );
  return containersOf(cells).map((container) => ({
    ...container,
    checked: checks.filter(({ label }) => label === container.label).map(({ at, by }) => ({ at, by })),
  }));
}
