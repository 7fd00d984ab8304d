import {
  type Accountability,
  type CellCorrection,
  type CellEntry,
  CELL_THERAPY_EVENTS,
  FOUND_DEVIATIONS,
  type FoundDeviation,
  CONTAINER_KINDS,
  type Link,
  WHEREABOUTS,
} from '@bali/cell-therapy';
import { ARMS, type Arm } from '@bali/protocol';
import { oneOf, patientCode, record } from '@bali/schema';
import { armInFrenchWords, type ArmInWords, armInWords } from '@bali/blinding';
import { Type } from 'typebox';
import {
  ARM_IN_FRENCH_WORDS,
  ARM_IN_WORDS,
  count,
  type DocumentedAnswer,
  eventData,
  eventIdentifier,
  recordedAt,
  text,
  yesOrNo,
} from '@bali/shared-routes';

/** A patient's cells as the unit knows them. */
export interface CellsView {
  readonly patient: string;
  /** Absent: the patient is not randomized, or the verdict on the cells is not stored yet. */
  readonly arm?: Arm['code'];
  /** Beside the arm, always. */
  readonly inWords?: ArmInWords;
  readonly inFrench?: ArmInWords;
  /** What was really given, in words; absent: the arm is not shown, or nothing was implanted. */
  readonly given?: string;
  /** What the software finds to deviate from the protocol. */
  readonly deviations: readonly FoundDeviation[];
  readonly entries: readonly CellEntry[];
  /** What was annulled, in the order in which it was recorded. */
  readonly struck: readonly CellEntry[];
  readonly corrections: readonly CellCorrection[];
  readonly chainOfIdentity: readonly Link[];
  readonly accountability: Accountability;
}

export interface AccountabilityView {
  readonly overAll: Accountability;
  readonly patients: readonly ({ readonly patient: string } & Accountability)[];
}

const volume = (what: string) => text(`${what}, mL of concentrate`);
const accountability = {
  harvestsReceived: count('bags that came in'),
  harvestsProcessed: count('bags of which the cells were separated'),
  harvestsDiscarded: count('bags that were discarded'),
  concentratedMl: volume('all that was concentrated'),
  implantedMl: volume('implanted'),
  storedMl: volume('cryo-conserved and still stored'),
  thawedMl: volume('thawed and not yet used'),
  usedMl: volume('used after the 6 months'),
  discardedMl: volume('discarded'),
  inHandMl: volume('in the concentrate, or in a syringe that is not implanted'),
  syringesPrepared: count('syringes prepared'),
  syringesReleased: count('syringes released'),
  syringesDiscarded: count('syringes discarded'),
  correctedValues: count('values that were corrected since they were entered'),
  balanced: yesOrNo('whether what came in is all of what is anywhere now'),
};

const entry = {
  id: eventIdentifier('of the sealed record'),
  type: oneOf('what it is', Object.keys(CELL_THERAPY_EVENTS)),
  data: eventData,
  recordedAt,
  recordedBy: text('name, as it was then'),
  recordedByUserId: text('user id'),
  corrected: Type.Array(Type.String(), {
    description: 'JSON pointers to the values that were corrected: they stand here as they are now',
  }),
};

const EXAMPLE_ACCOUNT: Accountability = {
  harvestsReceived: 1,
  harvestsProcessed: 1,
  harvestsDiscarded: 0,
  concentratedMl: '30',
  implantedMl: '0',
  storedMl: '30',
  thawedMl: '0',
  usedMl: '0',
  discardedMl: '0',
  inHandMl: '0',
  syringesPrepared: 1,
  syringesReleased: 1,
  syringesDiscarded: 0,
  correctedValues: 0,
  balanced: true,
};

export const CELLS_ANSWER: DocumentedAnswer<CellsView> = {
  description: 'What the unit knows of a patient’s cells',
  schema: record({
    patient: patientCode,
    arm: Type.Optional(
      oneOf(
        'the arm; absent: the patient is not randomized, or the unit has not found the cells conform yet',
        ARMS.map(({ code }) => code),
      ),
    ),
    inWords: Type.Optional(ARM_IN_WORDS),
    inFrench: Type.Optional(ARM_IN_FRENCH_WORDS),
    given: Type.Optional(text('what was really implanted, which may not be what the list says')),
    deviations: Type.Array(
      record({
        code: oneOf('what deviates', FOUND_DEVIATIONS),
        severity: oneOf('how much', ['critical', 'minor']),
        event: eventIdentifier('of the sealed record in which it is'),
      }),
      { description: 'what the software finds to deviate from the protocol; it stays sealed' },
    ),
    entries: Type.Array(record(entry), { description: 'what was recorded and stands, in that order' }),
    struck: Type.Array(
      record({
        ...entry,
        annulledBy: text('the command that annulled it in both ledgers, or the event that annulled it here'),
        annulledAt: recordedAt,
      }),
      { description: 'what was annulled and counts no more, in the order in which it was recorded' },
    ),
    corrections: Type.Array(
      record({
        correctedEvent: eventIdentifier('of the sealed record that holds the value'),
        correctedType: oneOf('what it is', Object.keys(CELL_THERAPY_EVENTS)),
        field: text('JSON pointer to the value'),
        oldValue: Type.Optional(Type.Unknown({ description: 'absent: there was none' })),
        newValue: Type.Optional(Type.Unknown({ description: 'absent: there is none any more' })),
        computed: yesOrNo('whether it follows from another correction'),
        recordedAt,
        recordedBy: text('name, as it was then'),
        reasonCode: Type.Optional(text('why, as a code')),
        reason: Type.Optional(
          text('why, in the words of whoever corrected it; or that it was redacted, or is missing'),
        ),
      }),
      { description: 'every value that was corrected, in that order' },
    ),
    chainOfIdentity: Type.Array(
      record({
        label: text('of the container'),
        kind: oneOf('what it is', CONTAINER_KINDS),
        madeFrom: Type.Optional(text('label of the container that its contents came from')),
        cellsMl: volume('what came into it'),
        whereabouts: oneOf('where what was in it is now', WHEREABOUTS),
        checked: Type.Array(record({ at: recordedAt, by: text('name') }), {
          description: 'when two identifiers were read off it and compared, and by whom',
        }),
      }),
      { description: 'from the harvest to the syringe and the cryo-containers' },
    ),
    accountability: record(accountability),
  }),
  example: {
    patient: 'REI-001',
    arm: 'A',
    inWords: armInWords({ arm: 'A', patient: 'REI-001' }),
    inFrench: armInFrenchWords({ arm: 'A', patient: 'REI-001' }),
    given: 'placebo, 30 mL of saline with 4 mL of peripheral blood',
    deviations: [],
    entries: [
      {
        id: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
        type: 'CellsSeparated',
        data: {
          patient: 'REI-001',
          separatedAt: '2011-03-02T11:20:00+01:00',
          method: 'density-gradient',
          concentrate: 'CON-REI001',
          concentrateMl: '30',
        },
        recordedAt: '2011-03-02T10:25:12.318Z',
        recordedBy: 'Karim Benali',
        recordedByUserId: 'k.benali',
        corrected: [],
      },
    ],
    struck: [],
    corrections: [],
    chainOfIdentity: [
      {
        label: 'HRV-REI001',
        kind: 'harvest',
        cellsMl: '0',
        whereabouts: 'used-up',
        checked: [{ at: '2011-03-02T08:58:40.107Z', by: 'Karim Benali' }],
      },
    ],
    accountability: EXAMPLE_ACCOUNT,
  },
};

export const ACCOUNTABILITY_ANSWER: DocumentedAnswer<AccountabilityView> = {
  description: 'What came in and what went out',
  schema: record({
    overAll: record(accountability),
    patients: Type.Array(record({ patient: patientCode, ...accountability })),
  }),
  example: { overAll: EXAMPLE_ACCOUNT, patients: [{ patient: 'REI-001', ...EXAMPLE_ACCOUNT }] },
};

/** A label that stands on no container yet. */
export interface LabelView {
  readonly label: string;
}

export const LABEL_ANSWER: DocumentedAnswer<LabelView> = {
  description: 'A label',
  schema: record({ label: text('the patient’s code and random characters') }),
  example: { label: 'REI-001-SZ4XPD8T' },
};
