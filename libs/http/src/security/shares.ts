import { networkOf } from '@bali/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { type ProblemKind, PROBLEMS } from '../problems/problem-kinds.js';
import { personOf } from './current-person.js';

/** How much of one kind of work may be open at once, in one process. */
export interface ShareLimits {
  readonly perAccount: number;
  /** From one address; IPv6: from one /64 network. Many people of a hospital may share one. */
  readonly perAddress: number;
  readonly inAll: number;
}

const RETRY_AFTER = { 'retry-after': '5' };

/** Counts what is open at once, so that no account and no address can take all of it. */
export class Shares {
  readonly #limits: ShareLimits;
  readonly #called: string;
  readonly #open = new Map<string, number>();
  #inAll = 0;

  /** @param called what is counted, for a person who reads the refusal: "live feeds". */
  constructor(called: string, limits: ShareLimits) {
    this.#called = called;
    this.#limits = limits;
  }

  /**
   * @returns gives the share back; only the first call counts.
   * @throws Problem `too-many-at-once` for an account or an address that has all of its share, `not-available` when all are taken.
   */
  take(request: FastifyRequest): () => void {
    const user = personOf(request)?.userId;
    // Whoever brings no token has no account, and shares none with others who bring none.
    const account = user === undefined ? undefined : `account ${user}`;
    const address = `address ${networkOf(request.ip)}`;
    const { perAccount, perAddress, inAll } = this.#limits;
    if (account !== undefined && this.#countOf(account) >= perAccount)
      throw this.#refusal('too-many-at-once', 'this account', perAccount);
    if (this.#countOf(address) >= perAddress) throw this.#refusal('too-many-at-once', 'this address', perAddress);
    if (this.#inAll >= inAll) throw this.#refusal('not-available', 'this server', inAll);
    const keys = account === undefined ? [address] : [account, address];
    this.#add(keys, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#add(keys, -1);
      isOpen = false;
    };
  }

  /** The same until the answer has ended or the client is gone. @throws Problem as {@link take} */
  takeWhileOpen(reply: FastifyReply): void {
    const release = this.take(reply.request);
    reply.raw.once('close', release);
    // A client that went while its token was looked at has closed its answer already, and closes it no second time.
    if (reply.raw.destroyed) release();
  }

  #countOf(key: string): number {
    return this.#open.get(key) ?? 0;
  }

  #add(keys: readonly string[], count: 1 | -1): void {
    this.#inAll += count;
    for (const key of keys) {
      const now = this.#countOf(key) + count;
      if (now === 0) this.#open.delete(key);
      else this.#open.set(key, now);
    }
  }

  #refusal(code: 'too-many-at-once' | 'not-available', who: string, limit: number): Problem {
    const kind: ProblemKind = PROBLEMS[code];
    const detail = `${who} has ${limit} ${this.#called} at once, and no more are allowed`;
    return new Problem(kind, { detail, headers: RETRY_AFTER });
  }
}
