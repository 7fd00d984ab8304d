import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { ConnectionString } from './connection-string.js';

const addressOf = (text: string) => ConnectionString.parse(text)?.address;

describe('a connection string', () => {
  it.each([
    ['esdb://node.example:2113', 'esdb://node.example:2113?nodePreference=leader'],
    ['esdb://node.example/?tls=false', 'esdb://node.example?tls=false&nodePreference=leader'],
    ['esdb://a:1,b:2,c?tls=true', 'esdb://a:1,b:2,c?tls=true&nodePreference=leader'],
    ['esdb+discover://cluster.example', 'esdb+discover://cluster.example?nodePreference=leader'],
    ['esdb://a?node-preference=follower', 'esdb://a?node-preference=follower'],
    ['esdb://user:secret@a?prefix=other', 'esdb://a?nodePreference=leader'],
  ])('%s is given to the client as %s', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });

  it.each([
    '',
    'sqlite:',
    'esdb://',
    'http://a',
    'esdb://a?',
    'esdb://a b',
    'esdb://a?x',
    'esdb://a?prefix=A',
    'esdb://u@a',
  ])('is not: %j', (text) => {
    const isGood = text === 'esdb://a?';
    expect(ConnectionString.parse(text) !== undefined).toBe(isGood);
  });

  it('says how the names of the streams begin', () => {
    expect(ConnectionString.parse('esdb://a')?.prefix).toBe('bali');
    expect(ConnectionString.parse('esdb://a?tls=false&prefix=trial-2')?.prefix).toBe('trial-2');
  });

  it('tells user and password to the client alone, and always has some', () => {
    const connection = ConnectionString.parse('esdb://user%40a:p%3Aw@a:2113');
    expect(connection?.credentials).toEqual({ username: 'user@a', password: 'p:w' });
    const shown = [String(connection), JSON.stringify({ connection }), inspect({ connection }, { depth: 9 })];
    for (const text of shown) expect(text).not.toMatch(/user|p:w|p%3Aw|2113/);
    expect(ConnectionString.parse('esdb://a')?.credentials.username).not.toBe('');
  });
});
