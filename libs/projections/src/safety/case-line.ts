import { type CalendarDate, dateAt, type Instant, type PartialDate, TRIAL } from '@bali/protocol';
import {
  all,
  codingOf,
  isCaseReportable,
  type PatientState,
  type SafetyCase,
  safetyCasesOf,
  type SafetyClock,
  safetyClocksOf,
} from '@bali/trial';

/** An adverse event as one line of a listing. */
export interface CaseLine {
  readonly patient: string;
  readonly site: string;
  readonly number: number;
  /** The event that reported it. */
  readonly entry: string;
  readonly kind: 'adverse-event' | 'pregnancy' | 'medication-error';
  /** The hash of the words in which it was reported; absent: it was made with a death or an amputation. */
  readonly term?: string;
  readonly coded?: {
    readonly dictionary: string;
    readonly version: string;
    readonly code: string;
    readonly term: string;
  };
  readonly startedOn: PartialDate;
  readonly endedOn?: PartialDate;
  readonly awareAt?: Instant;
  readonly reportedAt: Instant;
  readonly isSerious: boolean;
  readonly seriousness: readonly string[];
  readonly severity?: string;
  readonly relatedToByInvestigator?: string;
  readonly relatedToBySponsor?: string;
  readonly expectedness?: string;
  readonly referenceVersion?: string;
  readonly outcome: string;
  readonly isReportable: boolean;
  readonly clocks: readonly SafetyClock[];
  readonly handedOverAt?: Instant;
  readonly closedOn?: CalendarDate;
  /** When the report was annulled: the line is struck through, and its clocks stay. */
  readonly annulledAt?: Instant;
}

/** The adverse events of a patient, line by line. Nothing in it depends on an arm. */
export function caseLinesOf(patient: string, site: string, state: PatientState): readonly CaseLine[] {
  return safetyCasesOf(state).map((found) => lineOf({ patient, site }, found, state));
}

function lineOf(where: Pick<CaseLine, 'patient' | 'site'>, found: SafetyCase, state: PatientState): CaseLine {
  const { number, report, history, handedOver, closed, annulledAt } = found;
  const { kind = 'adverse-event', termAsReported, startedOn, awareAt } = report.data;
  const known = history.at(-1);
  const { outcome, endedOn, severity, seriousness } = lastKnown(state, report);
  const coding = codingOf(state, report, 'MedDRA')?.coded;
  return {
    ...{ ...where, number, entry: report.id, kind, startedOn, reportedAt: report.recordedAt },
    ...{ isSerious: known?.isSerious ?? false, seriousness, outcome, isReportable: isCaseReportable(found) },
    clocks: safetyClocksOf(found),
    ...there({
      ...{ term: termAsReported, endedOn, awareAt, severity, annulledAt },
      coded: coding && { dictionary: coding.dictionary, version: coding.version, code: coding.code, term: coding.term },
      relatedToByInvestigator: known?.suspected ?? report.data.relatedTo,
      ...assessedBySponsor(found),
      handedOverAt: handedOver?.recordedAt,
      closedOn: closed?.data.lastDay,
    }),
  };
}

function assessedBySponsor({ assessment }: SafetyCase) {
  if (assessment === undefined) return {};
  const { relatedTo, expectedness, referenceVersion } = assessment.data;
  return { relatedToBySponsor: relatedTo, expectedness, referenceVersion };
}

/** Of a report, what the site knows by its last news. */
function lastKnown(state: PatientState, report: SafetyCase['report']) {
  const news = all(state, 'AdverseEventFollowedUp').filter(({ data }) => data.number === report.data.number);
  const entries = [report.data, ...news.map(({ data }) => data)];
  const last = entries.at(-1) ?? report.data;
  const { outcome, seriousness } = last;
  const severity = entries.findLast((data) => data.severity !== undefined)?.severity;
  const endedOn = entries.findLast((data) => data.endedOn !== undefined)?.endedOn;
  return { outcome, seriousness, severity, endedOn };
}

type There<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The same without what is not there. */
function there<Fields extends object>(fields: Fields): There<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as There<Fields>;
}

/** What an annual safety report counts, of one period. */
export interface AnnualFigures {
  readonly from: CalendarDate;
  /** The first day after the period. */
  readonly before: CalendarDate;
  readonly adverseEvents: number;
  readonly serious: number;
  readonly suspectedSerious: number;
  readonly suspectedUnexpectedSerious: number;
  readonly fatal: number;
  readonly pregnancies: number;
  readonly medicationErrors: number;
  readonly bySeriousness: Readonly<Record<string, number>>;
  readonly byTerm: Readonly<Record<string, number>>;
  /** Patients who were in the trial at some time in the period. */
  readonly patientsExposed: number;
}

/** @param lines of the whole trial */
export function annualFigures(
  lines: readonly CaseLine[],
  { from, before, patientsExposed }: Pick<AnnualFigures, 'from' | 'before' | 'patientsExposed'>,
): AnnualFigures {
  const own = lines.filter(({ reportedAt, annulledAt }) => {
    const reportedOn = dateAt(reportedAt, TRIAL.timeZone);
    return annulledAt === undefined && reportedOn >= from && reportedOn < before;
  });
  const count = (accepts: (line: CaseLine) => boolean): number => own.filter(accepts).length;
  const serious = own.filter(({ isSerious }) => isSerious);
  return {
    ...{ from, before, patientsExposed, adverseEvents: own.length, serious: serious.length },
    suspectedSerious: serious.filter(isSuspectedLine).length,
    suspectedUnexpectedSerious: serious.filter((line) => isSuspectedLine(line) && line.expectedness === 'unexpected')
      .length,
    fatal: count(({ outcome }) => outcome === 'fatal'),
    pregnancies: count(({ kind }) => kind === 'pregnancy'),
    medicationErrors: count(({ kind }) => kind === 'medication-error'),
    bySeriousness: countsBy(serious.flatMap(({ seriousness }) => seriousness)),
    byTerm: countsBy(serious.map(({ coded }) => coded?.term ?? 'not coded')),
  };
}

function isSuspectedLine({ relatedToByInvestigator, relatedToBySponsor }: CaseLine): boolean {
  return [relatedToByInvestigator, relatedToBySponsor].some((to) => to !== undefined && to !== 'not-related');
}

function countsBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = Map.groupBy(names, (name) => name);
  return Object.fromEntries([...counts].map(([name, all]) => [name, all.length] as const).toSorted());
}
