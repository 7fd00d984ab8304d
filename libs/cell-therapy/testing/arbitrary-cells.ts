import type { CellTherapyEvent, PatientFacts } from '@bali/cell-therapy';
import type { Arm } from '@bali/protocol';
import fc from 'fast-check';
import { cellEvent, cellHistory, LABELS } from './sample-data.js';
import { SAMPLE_FACTS } from './scenario.js';

/** Something that the unit tries for one patient, plausible or not. */
export interface CellAttempt {
  readonly event: CellTherapyEvent;
  readonly facts: PatientFacts;
  readonly now: string;
}

const PATIENTS = ['REI-001', 'REI-002', 'NAN-001'] as const;
const LATER = '2026-12-01T10:00:00.000Z';
/** Within the window of the last record of the day. */
const SOON = '2026-03-11T09:30:00.000Z';

/** The event for a patient: its labels are the patient's own, unless they are mixed up. */
function forPatient(event: CellTherapyEvent, patient: string, mixedUp: string | undefined): CellTherapyEvent {
  const own = JSON.stringify(event.data).replaceAll('HRV-001', `HRV-${(mixedUp ?? patient).replace('-', '')}`);
  const data = JSON.parse(own.replaceAll('REI-001', mixedUp ?? patient)) as object;
  return { type: event.type, data: { ...data, patient } } as CellTherapyEvent;
}

const afterTheDay: readonly CellTherapyEvent[] = [
  cellEvent('CellsThawed'),
  cellEvent('CellsUsed'),
  cellEvent('CellsReviewed'),
  cellEvent('CellsReviewed', { found: 'none-kept' }),
  cellEvent('CellsDiscarded'),
  cellEvent('CellsDiscarded', { container: LABELS.syringe, why: 'not-implanted' }),
  cellEvent('CellsDiscarded', { container: LABELS.concentrate, why: 'other' }),
  cellEvent('CellsDiscarded', { container: 'HRV-001', why: 'other' }),
  cellEvent('CellsDiscarded', { container: LABELS.cryo[0], why: 'container-damaged' }),
  cellEvent('CellsCryoConserved', { containers: [{ label: 'REI-001-CRC222ZZ', cellsMl: '12.5' }] }),
  cellEvent('CellsCryoConserved', { containers: [{ label: 'REI-001-CRD333ZZ', cellsMl: '60' }] }),
  cellEvent('CellsSeparated', { concentrateMl: '28.5' }),
  cellEvent('ProductPrepared', { composition: { of: 'concentrated-cells', concentrateMl: '20' } }),
  cellEvent('QualityControlled', { containerIntact: 'no' }),
  cellEvent('ConcentrateControlled', { gramStain: 'positive' }),
  cellEvent('CellsCryoConserved', {
    from: LABELS.syringe,
    containers: [{ label: 'REI-001-CRE444ZZ', cellsMl: '20' }],
  }),
  cellEvent('SterilityRead'),
  cellEvent('DeviationRecorded'),
  cellEvent('ProgenitorsMeasured'),
  cellEvent('ProteinMeasured'),
  cellEvent('MessengerRnaMeasured'),
  cellEvent('AngiogenesisMeasured'),
];

const arm = fc.constantFrom<Arm['code']>('A', 'B');
const ARMS_OF = fc.record({ 'REI-001': arm, 'REI-002': arm, 'NAN-001': arm });

/** Attempts for several patients at once: the planned steps, now and then without one, and whatever else in between. */
export const arbitraryCellAttempts: fc.Arbitrary<readonly CellAttempt[]> = ARMS_OF.chain((arms) => {
  const planned = PATIENTS.flatMap((patient) =>
    [...cellHistory({ arm: arms[patient], until: 'kept' }), cellEvent('CellsThawed'), cellEvent('CellsUsed')].map(
      (event) => ({ event, patient }),
    ),
  );
  const aside = fc.record({ event: fc.constantFrom(...afterTheDay), patient: fc.constantFrom(...PATIENTS) });
  const step = (one: (typeof planned)[number]) =>
    fc.tuple(
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(aside, { maxLength: 2 }) }),
      fc.oneof({ weight: 19, arbitrary: fc.constant([one]) }, { weight: 1, arbitrary: fc.constant([]) }),
    );
  return fc
    .tuple(fc.tuple(...planned.map(step)), fc.array(aside, { minLength: 3, maxLength: 25 }))
    .chain(([steps, asides]) => {
      const all = [...steps.flat(2), ...asides];
      const mixed = fc.oneof(
        { weight: 15, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom(...PATIENTS) },
      );
      const around = fc.record({ mixed, late: fc.boolean(), unblinded: fc.boolean(), implanted: fc.boolean() });
      return fc.tuple(...all.map(() => around)).map((arounds) =>
        all.map(({ event, patient }, place): CellAttempt => {
          const { mixed: mixedUp, late, unblinded, implanted } = arounds[place]!;
          return {
            event: forPatient(event, patient, mixedUp),
            facts: factsOf(arms[patient], implanted || late || event.type === 'CellsImplanted', late && unblinded),
            now: late ? LATER : SOON,
          };
        }),
      );
    });
});

function factsOf(code: Arm['code'], implanted: boolean, unblinded: boolean): PatientFacts {
  const { timeZone, harvests, timeZero, implantedAt, unblindedAsPlannedAt } = SAMPLE_FACTS;
  return {
    timeZone,
    harvests,
    timeZero,
    arm: code,
    ...(implanted ? { implantedAt } : {}),
    ...(unblinded ? { unblindedAsPlannedAt } : {}),
  };
}
