import type { StreamLoader } from '@bali/commands';
import {
  all,
  cardStrata,
  entriesOfType,
  type PatientState,
  patientStream,
  TRIAL_STREAM,
  type TrialState,
} from '@bali/trial';

const DAY_MS = 86_400_000;

/** A card that was opened, and what came of it. */
export interface OpenedCardView {
  readonly slot: number;
  readonly openedAt: string;
  /** For whom; absent: in vain. */
  readonly patient?: string;
  /** When an investigator entered the randomization. */
  readonly enteredAt?: string;
  /** Whether more than a day has passed since it was opened, and nobody has entered the randomization. */
  readonly isOverdue: boolean;
}

/** The sealed cards of a part of the list: how many there are, when they were printed, and which were opened. Never what is inside. */
export interface CardsView {
  readonly stratum: string;
  readonly cards: number;
  readonly printedAt: readonly string[];
  readonly opened: readonly OpenedCardView[];
}

export interface CardViewsOptions {
  readonly trials: StreamLoader<TrialState>;
  readonly patients: StreamLoader<PatientState>;
  readonly now: () => Date;
}

/** What became of the sealed cards. */
export class CardViews {
  readonly #options: CardViewsOptions;

  constructor(options: CardViewsOptions) {
    this.#options = options;
  }

  async all(): Promise<readonly CardsView[]> {
    const { state } = await this.#options.trials.load(TRIAL_STREAM);
    return Promise.all(
      cardStrata(state).map(async ({ stratum, slots: cards }) => ({
        ...{ stratum, cards },
        printedAt: entriesOfType(state, 'CardsPrinted')
          .filter(({ data }) => data.stratum === stratum)
          .map(({ recordedAt }) => recordedAt),
        opened: (await this.#openedOf(state, stratum)).toSorted((one, other) => one.slot - other.slot),
      })),
    );
  }

  async #openedOf(state: TrialState, stratum: string): Promise<readonly OpenedCardView[]> {
    const inVain = entriesOfType(state, 'CardOpenedInVain').filter(({ data }) => data.stratum === stratum);
    const opened = entriesOfType(state, 'CardOpened').filter(({ data }) => data.stratum === stratum);
    return [
      ...inVain.map(({ data: { slot, openedAt } }) => ({ slot, openedAt, isOverdue: false })),
      ...(await Promise.all(opened.map(({ data }) => this.#entered(data)))),
    ];
  }

  async #entered({ stratum, slot, patient, openedAt }: OpenedFor): Promise<OpenedCardView> {
    const { state } = await this.#options.patients.load(patientStream(patient));
    const entered = all(state, 'Randomized').find(({ data }) => data.stratum === stratum && data.slot === slot);
    const isLate = this.#options.now().getTime() - Date.parse(openedAt) > DAY_MS;
    const view = { slot, openedAt, patient, isOverdue: entered === undefined && isLate };
    return entered === undefined ? view : { ...view, enteredAt: entered.recordedAt };
  }
}

interface OpenedFor {
  readonly stratum: string;
  readonly slot: number;
  readonly patient: string;
  readonly openedAt: string;
}
