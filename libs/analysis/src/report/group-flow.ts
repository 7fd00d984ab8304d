import { all, has, last } from '@bali/trial';
import { wasGivenOther } from '../cells/cells-of-patient.js';
import { type AnalysedPatient, groupsOf } from './analysed-patient.js';

/** The way of one group through the trial, from the randomization on (CONSORT 2025): an arm, or all patients. */
export interface GroupFlow {
  readonly group: string;
  readonly randomized: number;
  readonly harvested: number;
  readonly implanted: number;
  /** Of the implanted, who was really given another product than that of the arm. Absent: that is not known. */
  readonly givenOther?: number;
  /** Of those who were not implanted, by the cause that was recorded last. */
  readonly notImplanted: Readonly<Record<string, number>>;
  /** A patient may be among several of these. */
  readonly withdrawn: number;
  readonly lostToFollowUp: number;
  readonly died: number;
  readonly completed: number;
  /** In the primary analysis: everybody who was randomized. */
  readonly analysed: number;
  /** Of these, whose endpoint at 6 months is known once the window has closed. */
  readonly evaluable: number;
  readonly windowOpen: number;
  readonly perProtocol: number;
}

export function groupFlows(patients: readonly AnalysedPatient[]): readonly GroupFlow[] {
  return groupsOf(patients).map((group) =>
    flowOf(
      group,
      patients.filter((one) => one.group === group),
    ),
  );
}

function flowOf(group: string, own: readonly AnalysedPatient[]): GroupFlow {
  const count = (is: (patient: AnalysedPatient) => boolean): number => own.filter(is).length;
  const isSealed = own.every(({ cells }) => cells === undefined);
  return {
    ...{ group, randomized: own.length, analysed: own.length },
    harvested: count(({ state }) => has(state, 'Harvested')),
    implanted: count(({ outcome }) => outcome.populations.implanted),
    ...(isSealed
      ? {}
      : {
          givenOther: count(({ outcome, cells }) => outcome.populations.implanted && wasGivenOther(group, cells)),
        }),
    notImplanted: whyNotImplanted(own),
    withdrawn: count(({ state }) => has(state, 'ConsentWithdrawn')),
    lostToFollowUp: count(({ state }) => has(state, 'LostToFollowUp')),
    died: count(({ state }) => has(state, 'Died')),
    completed: count(({ state }) => has(state, 'FollowUpCompleted')),
    evaluable: count(({ outcome }) => outcome.isWindowClosed && outcome.isEvaluable),
    windowOpen: count(({ outcome }) => !outcome.isWindowClosed),
    perProtocol: count(({ outcome }) => outcome.populations.perProtocol),
  };
}

function whyNotImplanted(own: readonly AnalysedPatient[]): Readonly<Record<string, number>> {
  const causes = own
    .filter(({ outcome }) => !outcome.populations.implanted)
    .map(({ state }) => last(state, 'ImplantationNotDone')?.data.why ?? notYet(all(state, 'Harvested').length > 0));
  const groups = [...Map.groupBy(causes, (cause) => cause)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(groups.map(([cause, { length }]) => [cause, length]));
}

function notYet(isHarvested: boolean): string {
  return isHarvested ? 'harvested, nothing recorded since' : 'not harvested so far';
}
