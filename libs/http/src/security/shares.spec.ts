import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { rememberPerson } from './current-person.js';
import { Shares } from './shares.js';

const LIMITS = { perAccount: 1, perAddress: 3, inAll: 5 };

function from(ip: string, userId?: string): FastifyRequest {
  const request = { ip } as FastifyRequest;
  const person = { name: 'N.', organisation: 'O.', role: 'monitor', sites: [] } as const;
  if (userId !== undefined) rememberPerson(request, { ...person, userId });
  return request;
}

/** The code of the problem that is thrown. */
function refusalOf(take: () => unknown): string | undefined {
  try {
    take();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
}

describe('shares of what is open at once', () => {
  it('are of an account and of an address, and are given back once', () => {
    const shares = new Shares('things', LIMITS);
    const release = shares.take(from('192.0.2.1', 'ada'));
    expect(refusalOf(() => shares.take(from('192.0.2.2', 'ada')))).toBe('too-many-at-once');
    release();
    release();
    shares.take(from('192.0.2.1', 'ada'));
    shares.take(from('192.0.2.1', 'bob'));
    shares.take(from('192.0.2.1', 'claire'));
    expect(refusalOf(() => shares.take(from('192.0.2.1', 'dora')))).toBe('too-many-at-once');
  });

  it('of those who bring no token are of their addresses: nobody takes the share of another', () => {
    const shares = new Shares('things', LIMITS);
    for (const ip of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.3']) shares.take(from(ip));
    expect(refusalOf(() => shares.take(from('192.0.2.4')))).toBe('not-available');
  });
});
