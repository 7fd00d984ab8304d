import { describe, expect, it } from '@jest/globals';
import { AnotherSite } from '@bali/access';
import { CommandIdReused } from '@bali/commands';
import { LedgerHeld, NotThisLedger, StoreOverloaded, StoreUnavailable } from '@bali/event-store';
import { NotCanonical } from '@bali/ledger';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { Problem, problemBody } from './problem.js';
import { PROBLEMS } from './problem-kinds.js';
import { problemOf } from './problem-of.js';

const codeOf = (error: unknown) => problemOf(error).kind.code;

describe('problemOf', () => {
  it('knows what the rooms below and the framework refuse', () => {
    expect(codeOf(new Problem(PROBLEMS['stale-revision']))).toBe('stale-revision');
    expect(codeOf(new AnotherSite())).toBe('another-site');
    expect(codeOf(new CommandIdReused())).toBe('idempotency-key-reused');
    expect(codeOf(new StoreOverloaded(1))).toBe('overloaded');
    expect(codeOf(new StoreUnavailable('gone'))).toBe('store-unavailable');
    expect(codeOf(new NotThisLedger('its end is gone'))).toBe('ledger-refused');
    expect(codeOf(new LedgerHeld('trial', 'behind-its-mark'))).toBe('ledger-held');
    expect(problemOf(new NotCanonical('/a', 'is too large')).details.errors?.[0]?.field).toBe('/a');
    expect(codeOf(new NotFoundException())).toBe('no-such-route');
    expect(codeOf(Object.assign(new Error('x'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }))).toBe(
      'unsupported-media-type',
    );
  });

  it("asks the API's translations first, in their order, and then the shared ones", () => {
    const gone = (error: unknown) => (error instanceof RangeError ? new Problem(PROBLEMS['not-found']) : undefined);
    const stale = () => new Problem(PROBLEMS['stale-revision']);
    expect(problemOf(new RangeError('17'), [gone, stale]).kind.code).toBe('not-found');
    expect(problemOf(new Error('secret'), [gone, stale]).kind.code).toBe('stale-revision');
    expect(problemOf(new Error('secret'), [gone]).kind.code).toBe('internal-error');
    expect(problemOf(new Problem(PROBLEMS.overloaded), [stale]).kind.code).toBe('overloaded');
  });

  it('tells nothing of what nobody foresaw, nor what the framework quotes', () => {
    const unforeseen = [
      new Error('secret'),
      'secret',
      null,
      undefined,
      { statusCode: 404, message: 'secret' },
      new HttpException('secret', 418),
    ];
    for (const error of unforeseen) {
      expect(codeOf(error)).toBe('internal-error');
      expect(JSON.stringify(problemBody(problemOf(error), 'id'))).not.toContain('secret');
    }
    expect(JSON.stringify(problemBody(problemOf(new BadRequestException('secret')), 'id'))).not.toContain('secret');
  });
});

describe('PROBLEMS', () => {
  it('has a code, a status and an explanation for each', () => {
    for (const [code, kind] of Object.entries(PROBLEMS)) {
      expect(kind.code).toBe(code);
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(kind.status).toBeGreaterThanOrEqual(400);
      expect(kind.meaning.length).toBeGreaterThan(10);
    }
  });
});
