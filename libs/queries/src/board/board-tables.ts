import type { ReportSource, StatisticalReport } from '@bali/analysis';
import type { Allocations, AskedBy } from '@bali/commands';
import { type CaseLine, caseLinesOf } from '@bali/projections';
import { currentSite } from '@bali/trial';
import type { StatisticalReports, StatisticsRequest, StatisticsView } from '../reports/statistical-reports.js';

/** Adverse events by arm: how many in each, and line by line. */
export interface BoardSafetyView extends ReportSource, Pick<StatisticalReport, 'asOf' | 'groups' | 'populations'> {
  readonly safety: StatisticalReport['safety'];
  /** Of the randomized patients, in the order of their codes. */
  readonly lines: readonly (CaseLine & { readonly group: string })[];
}

/**
 * The closed tables of the data monitoring board, by arm while the trial is blinded: for that role alone. Each reading is recorded in the
 * access ledger before, with the event as of which it is.
 */
export class BoardTables {
  readonly #reports: StatisticalReports;
  readonly #allocations: Allocations;

  constructor(reports: StatisticalReports, allocations: Allocations) {
    this.#reports = reports;
    this.#allocations = allocations;
  }

  /** Adverse events alone: nothing of the endpoint but the deaths among them. @throws QueryRefused; LedgerHeld */
  async safety(asked: AskedBy, request: StatisticsRequest): Promise<BoardSafetyView> {
    const { input, report, trialId, position, root, software } = await this.#reports.ofBoard(asked, this.#allocations, {
      ...request,
      tables: 'safety',
    });
    const { asOf, groups, populations, safety } = report;
    const randomized = new Set(report.outcomes.map(({ patient }) => patient));
    const lines = input.patients
      .filter(({ patient }) => randomized.has(patient))
      .flatMap(({ patient, state }) => {
        const group = input.groupOf?.(patient) ?? 'not known';
        const site = currentSite(state);
        return site === undefined ? [] : caseLinesOf(patient, site, state).map((line) => ({ group, ...line }));
      });
    return { trialId, position, root, software, asOf, groups, populations, safety, lines };
  }

  /** The whole statistical report by arm, the endpoint included. @throws QueryRefused; LedgerHeld */
  async report(asked: AskedBy, request: StatisticsRequest): Promise<StatisticsView> {
    const { input: _, ...view } = await this.#reports.ofBoard(asked, this.#allocations, {
      ...request,
      tables: 'report',
    });
    return view;
  }
}
