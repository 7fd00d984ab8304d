import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  concat,
  concatMap,
  defer,
  EMPTY,
  from,
  fromEvent,
  lastValueFrom,
  of,
  retry,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';
import { Finishing } from './finishing.js';

/** Long enough for a store that is being restarted. */
const TRIED_AGAIN_AFTER_MILLISECONDS = 1_000;

/**
 * Follows the sealed ledger, and finishes in the trial ledger what was begun there and cut off by a crash or a lost
 * connection, of this instance or of another, without anyone asking. What a command is about to finish by itself is
 * finished once, whoever comes first.
 */
@Injectable()
export class BegunCompleter implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopping = new AbortController();
  /** So many of what was begun are finished or given up. */
  #settled = 0;
  #following: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(Finishing) private readonly finishing: Finishing,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  onApplicationBootstrap(): void {
    const { signal } = this.#stopping;
    const stopped$ = fromEvent(signal, 'abort');
    const pages$ = defer(async () => (await this.resources.sealedLedger.lastPosition()) + 1).pipe(
      concatMap((next) => concat(of(undefined), from(this.resources.sealedLedger.follow(next, signal)))),
      concatMap(() => this.#settle()),
      tap({ error: (error: unknown) => this.#tell(error) }),
      // A delay that ends without a value ends the whole.
      retry({
        delay: () => (signal.aborted ? EMPTY : timer(TRIED_AGAIN_AFTER_MILLISECONDS).pipe(takeUntil(stopped$))),
      }),
    );
    this.#following = lastValueFrom(pages$, { defaultValue: undefined });
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  /** Finishes all that is begun and not finished, in the order in which it was begun. */
  async #settle(): Promise<void> {
    const { begun } = await this.sealed.state();
    for (const one of begun.slice(this.#settled)) {
      if (this.#stopping.signal.aborted) return;
      if (!one.isGivenUp && !this.finishing.isKnownToBeFinished(one)) await this.finishing.finishOrGiveUp(one);
      this.#settled += 1;
    }
  }

  #tell(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.resources.log.error({ err: error }, 'what was begun in the sealed ledger is not finished yet: tried again');
  }
}
