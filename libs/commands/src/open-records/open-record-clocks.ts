import type { BlindingData, BlindingState, KeptOpenRecord } from '@bali/blinding';
import { type CalendarDate, dateAt, endOf, type Instant, plusDays, TRIAL } from '@bali/protocol';
import { GRAVE_DAYS, MORE_DAYS, OTHER_DAYS, type SafetyClockKind } from '@bali/trial';

/** A clock of the sponsor that runs for a serious adverse event in an open record: nothing of it is in the trial ledger. */
export interface OpenRecordClock {
  readonly patient: string;
  /** The open record. */
  readonly record: string;
  readonly clock: SafetyClockKind;
  /** The last day, in the sponsor's zone, and its end. */
  readonly dueOn: CalendarDate;
  readonly dueAt: Instant;
  /** When it was documented what came of it. Absent: that is still to be done. */
  readonly metAt?: Instant;
  readonly adverseEvent: OpenAdverseEvent;
  readonly recordedAt: Instant;
}

type OpenAdverseEvent = NonNullable<BlindingData<'OpenRecordMade'>['adverseEvent']>;

const ZONE = TRIAL.timeZone;

/**
 * Every clock of an open record that stands, in the order in which they end. Day 0 is when it was recorded, from when those of the sponsor
 * who may know can read it. Nobody blinded judges whether it was expected, so that each suspected one runs as if it were not.
 */
export function openRecordClocks(state: BlindingState): readonly OpenRecordClock[] {
  const takenBack = new Set(state.openRecords.map(({ data }) => data.takenBack?.record));
  return state.openRecords
    .filter(({ id }) => !takenBack.has(id))
    .flatMap((one) => clocksOf(one, state))
    .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

function clocksOf({ id, data, metadata }: KeptOpenRecord, state: BlindingState): readonly OpenRecordClock[] {
  const { patient, adverseEvent } = data;
  if (adverseEvent === undefined || !isReportable(adverseEvent)) return [];
  const { recordedAt } = metadata;
  const reports = state.openReports.filter((report) => report.data.record === id);
  return daysOf(adverseEvent).map(({ clock, days, place }) => {
    const dueOn = plusDays(dateAt(recordedAt, ZONE), days);
    const met = metBy(reports, place);
    return {
      ...{ patient, record: id, clock, dueOn, dueAt: endOf(dueOn, ZONE), adverseEvent, recordedAt },
      ...(met === undefined ? {} : { metAt: met }),
    };
  });
}

/** A first report meets the first clock, and another one the clock of what is known in addition; that nothing is sent meets both. */
function metBy(reports: BlindingState['openReports'], place: number): Instant | undefined {
  const none = reports.find(({ data }) => data.conclusion === 'not-to-be-reported');
  const sent = reports.filter(({ data }) => data.conclusion === 'reported')[place];
  return (sent ?? none)?.metadata.recordedAt;
}

function isReportable({ seriousness, relatedTo }: OpenAdverseEvent): boolean {
  return seriousness.length > 0 && relatedTo !== 'not-related';
}

function daysOf({ seriousness, outcome }: OpenAdverseEvent) {
  const isGrave = outcome === 'fatal' || seriousness.some((one) => one === 'death' || one === 'life-threatening');
  if (!isGrave) return [{ clock: 'fifteen-days', days: OTHER_DAYS, place: 0 }] as const;
  return [
    { clock: 'seven-days', days: GRAVE_DAYS, place: 0 },
    { clock: 'eight-more-days', days: GRAVE_DAYS + MORE_DAYS, place: 1 },
  ] as const;
}

function orderOf({ metAt, dueOn, patient, record }: OpenRecordClock): string {
  return `${metAt === undefined ? 0 : 1} ${dueOn} ${patient} ${record}`;
}
