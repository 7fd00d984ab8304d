import { armOf, SEALED_STREAM } from '@bali/blinding';
import { cellsOf, entryOf } from '@bali/cell-therapy';
import type { CommandHandler, StreamCommand } from '@bali/commands';
import type { World } from '../world.js';

/** What a leak gives away: what the sealed ledger of its world says, as it stands after each sealed command. */
export class Known {
  readonly #arms = new Map<string, string>();
  readonly #frozen = new Set<string>();
  readonly #world: World;
  readonly #heard: (() => Promise<void> | void)[] = [];

  constructor(world: World) {
    this.#world = world;
    const handler: CommandHandler = world.api.resources.sealedHandler;
    const handle = handler.handle.bind(handler);
    handler.handle = async <State extends object>(command: StreamCommand<State>) => {
      const handled = await handle(command);
      await this.#learn();
      return handled;
    };
  }

  isInA(patient: string | undefined): boolean {
    return this.#arms.get(patient ?? '') === 'A';
  }

  /** Whether the patient who was randomized first is in arm A. */
  get firstIsInA(): boolean {
    return [...this.#arms.values()][0] === 'A';
  }

  /** How many patients have cells in the freezer, which those of one arm alone have. */
  get frozen(): number {
    return this.#frozen.size;
  }

  isFrozen(patient: string | undefined): boolean {
    return this.#frozen.has(patient ?? '');
  }

  /** Does something for each patient of whom there are cells in the freezer from then on. */
  whenFrozen(act: (patient: string) => Promise<void> | void): void {
    const done = new Set<string>();
    this.#heard.push(async () => {
      for (const patient of this.#frozen) {
        if (done.has(patient)) continue;
        done.add(patient);
        await act(patient);
      }
    });
  }

  async #learn(): Promise<void> {
    const { blinding, cells } = this.#world.api.resources;
    const { state } = await blinding.load(SEALED_STREAM);
    for (const { data } of state.taken) {
      const arm = armOf(state, data.patient);
      if (arm !== undefined) this.#arms.set(data.patient, arm);
    }
    const unit = await cells.load(SEALED_STREAM);
    for (const patient of unit.state.patients.keys())
      if (entryOf(cellsOf(unit.state, patient), 'CellsCryoConserved') !== undefined) this.#frozen.add(patient);
    for (const hear of this.#heard) await hear();
  }
}
