import {
  decideList,
  DEFAULT_LENGTH,
  DEFAULT_SIZES,
  inCodeUnitOrder,
  type ListDrawing as Drawing,
  SEED_BYTES,
} from '@bali/blinding';
import { CommandRefused, type Handled, type Invocation } from '@bali/commands';
import { decideTrial, TRIAL_STREAM, WHOLE_TRIAL } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { Finishing } from '../begun/finishing.js';
import type { Recorded } from '../recording/recorded.js';
import { type Recordable, Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';
import type { DrawListDto } from './list.dto.js';

type DrawingRequest = Recordable<{ readonly type: 'DrawRandomizationList'; readonly data: Omit<Drawing, 'seed'> }>;

/** Says nothing: it is put in the place of the commitment to ask whether one could be made. */
const ANY_COMMITMENT = '0'.repeat(64);

/** Draws the list in the sealed ledger, then commits to it in the trial ledger: once, and before the first patient. */
@Injectable()
export class ListDrawing {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(Finishing) private readonly finishing: Finishing,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  draw(invocation: Invocation, body: DrawListDto): Promise<Recorded> {
    const { sites, sizes = [...DEFAULT_SIZES], length = DEFAULT_LENGTH } = body;
    const data = { strata: sites ?? [WHOLE_TRIAL], sizes, length };
    return this.recording.sealed(
      invocation,
      () => ({ type: 'DrawRandomizationList' as const, data }),
      (request) => this.#draw(request),
    );
  }

  async #draw(request: DrawingRequest): Promise<Handled> {
    const { handler } = this.resources;
    const done = await handler.done(request.envelope);
    if (done !== undefined) return done;
    await this.#refuseEarly(request);
    const { data } = request.command;
    const { commandId } = request.envelope;
    const bytes = this.resources.randomBytes(SEED_BYTES, `seed of the list of command ${commandId}`);
    const seed = Buffer.from(bytes).toString('hex');
    const before = await this.sealed.state();
    const { drawn } =
      before.drawn === undefined
        ? await this.sealed.record({
            envelope: request.envelope,
            part: 'draw-list',
            streams: this.resources.blinding,
            // Why it was drawn so can say how: it stays here.
            texts: request.texts,
            ...(request.reason === undefined ? {} : { reason: request.reason }),
            decide: (state) => decideList({ seed, ...mutable(data), request: { commandId } }, state),
          })
        : before;
    if (drawn === undefined) throw new Error('a list was drawn, and is not there');
    return this.finishing.finish({ type: 'RandomizationListDrawn', ...drawn });
  }

  /** Draws nothing where the trial ledger would not take the commitment. */
  async #refuseEarly({ command: { data } }: DrawingRequest): Promise<void> {
    const { trials, now } = this.resources;
    const { state } = await trials.load(TRIAL_STREAM);
    const strata = inCodeUnitOrder(data.strata).map((stratum) => ({ stratum, slots: data.length }));
    const command = { type: 'CommitRandomizationList' as const, data: { commitment: ANY_COMMITMENT, strata } };
    const decision = decideTrial(command, state, { now: now().toISOString() });
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
  }
}

function mutable({ strata, sizes, length }: Omit<Drawing, 'seed'>) {
  return { strata: [...strata], sizes: [...sizes], length };
}
