import {
  CELL_EVENT_CATALOGUE,
  CELL_THERAPY_EVENTS,
  CELL_THERAPY_REFUSALS,
  type CellTherapyCommand,
  type CellTherapyEvent,
  type CellTherapyRefusalCode,
  type CellTherapyState,
  decideCellTherapy,
  evolveCellTherapy,
  initialCellTherapyState,
  type PatientFacts,
} from '@bali/cell-therapy';
import type { RefusalCode } from '@bali/trial';
import { type Circumstances, LONG_AFTER, Outcome, recordsOf, SAMPLE_DATA } from '@bali/trial/testing';
import { REGISTERED_UNIT_LIMITS } from '@bali/protocol';
import { SAMPLE_TEXT_HASH } from '@bali/schema';

/** The unit's records after these events of any patients. */
export function cellStateOf(events: readonly CellTherapyEvent[]): CellTherapyState {
  return recordsOf(events, { stream: 'sealed', catalogue: CELL_EVENT_CATALOGUE }).reduce(
    evolveCellTherapy,
    initialCellTherapyState,
  );
}

/** What the trial says of a patient of arm A who was harvested, implanted and, half a year later, unblinded as planned. */
export const SAMPLE_FACTS: Required<PatientFacts> = {
  timeZone: 'Europe/Paris',
  arm: 'A',
  harvests: [{ number: 1, harvestedAt: SAMPLE_DATA.Harvested.harvestedAt, limits: REGISTERED_UNIT_LIMITS }],
  implantedAt: SAMPLE_DATA.Implanted.implantedAt,
  timeZero: '2026-03-10',
  unblindedAsPlannedAt: '2026-09-28T10:00:00.000Z',
};

/** What stands around a command of the unit. */
export interface CellCircumstances extends Pick<Circumstances, 'now' | 'reason'> {
  /** `undefined` in place of a fact: it is not so. */
  readonly facts?: { readonly [Fact in keyof PatientFacts]?: PatientFacts[Fact] | undefined };
}

/** Given these events of the unit, a command can be tried. */
export function givenCells(events: readonly CellTherapyEvent[]) {
  return {
    when: (
      command: CellTherapyCommand,
      { now = LONG_AFTER, reason = null, facts = {} }: CellCircumstances = {},
    ): Outcome<RefusalCode | CellTherapyRefusalCode> => {
      const why = reason === null ? {} : { reason };
      const known = withoutUndefined({ ...SAMPLE_FACTS, ...facts });
      const decision = decideCellTherapy(command, cellStateOf(events), { now, ...why, facts: known });
      return new Outcome(decision, CELL_THERAPY_REFUSALS);
    },
  };
}

/** The hash of a reason that was given. */
export const GIVEN = SAMPLE_TEXT_HASH;

/** The command that asks for an event of the unit. */
export function cellCommandFor({ type: recorded, data: { patient, ...data } }: CellTherapyEvent): CellTherapyCommand {
  const { command, computed } = CELL_THERAPY_EVENTS[recorded];
  const fields: readonly string[] = computed?.fields ?? [];
  const entered = Object.fromEntries(Object.entries(data).filter(([field]) => !fields.includes(field)));
  return { type: command?.name, patient, data: entered } as CellTherapyCommand;
}

function withoutUndefined(facts: object): PatientFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as unknown as PatientFacts;
}
