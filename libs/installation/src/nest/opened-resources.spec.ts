import { describe, expect, it } from '@jest/globals';
import { OpenedResources } from './opened-resources.js';

function tracked() {
  const happened: string[] = [];
  const resource = (name: string) => ({
    name,
    close: () => {
      happened.push(`closed ${name}`);
      return Promise.resolve();
    },
  });
  const opening = (name: string) => async () => {
    await Promise.resolve();
    happened.push(`opened ${name}`);
    return resource(name);
  };
  return { happened, opening };
}

describe('opened resources', () => {
  it('are opened one after another, also when all are asked for at once, and closed in the reverse order', async () => {
    const { happened, opening } = tracked();
    const opened = new OpenedResources();
    await Promise.all(['ledger', 'projections', 'log'].map((name) => opened.open(opening(name))));
    await opened.onApplicationShutdown();
    await opened.close();
    expect(happened).toEqual([
      ...['opened ledger', 'opened projections', 'opened log'],
      ...['closed log', 'closed projections', 'closed ledger'],
    ]);
  });

  it('are all closed when one cannot be opened, and none is opened afterwards', async () => {
    const { happened, opening } = tracked();
    const opened = new OpenedResources();
    const ledger = opened.open(opening('ledger'));
    const inUse = opened.open(() => Promise.reject(new Error('in use')));
    const closed = opened.close();
    const later = opened.open(opening('log'));
    await expect(later).rejects.toThrow('nothing is opened any more');
    await Promise.allSettled([ledger, inUse, closed]);
    await expect(inUse).rejects.toThrow();
    expect(happened.filter((what) => what.startsWith('opened')).length).toBe(
      happened.filter((what) => what.startsWith('closed')).length,
    );
  });
});
