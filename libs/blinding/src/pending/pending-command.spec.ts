import { evolvePending, type PendingCommand } from '@bali/blinding';
import { sampleSealable } from '@bali/blinding/testing';
import { describe, expect, it } from '@jest/globals';

const FIRST = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const OTHER = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';

const begun = (commandId: string, type = 'SlotTaken') => sampleSealable(type, { request: { commandId } });
const givenUp = (commandId: string) =>
  sampleSealable('SlotVoided', { givenUp: { commandId, because: 'patient-died' } });

function after(...records: readonly ReturnType<typeof begun>[]): readonly PendingCommand[] {
  return records.reduce<readonly PendingCommand[]>(evolvePending, []);
}

const told = (pending: readonly PendingCommand[]) =>
  pending.map(({ type, data, isGivenUp }) => [type, data.request.commandId, isGivenUp]);

describe('the commands that began in the sealed ledger', () => {
  it('are those of every record that holds a request, of whichever room, in their order', () => {
    const release = begun(OTHER, 'ReleaseBegun');
    const pending = after(begun(FIRST), release);
    expect(told(pending)).toEqual([
      ['SlotTaken', FIRST, false],
      ['ReleaseBegun', OTHER, false],
    ]);
    expect(pending[1]).toEqual({
      type: release.type,
      data: release.data,
      metadata: release.metadata,
      isGivenUp: false,
    });
  });

  it('are given up one by one', () => {
    expect(told(after(begun(FIRST), begun(OTHER), givenUp(FIRST)))).toEqual([
      ['SlotTaken', FIRST, true],
      ['SlotTaken', OTHER, false],
    ]);
    expect(told(after(begun(FIRST), begun(OTHER), givenUp(OTHER)))).toEqual([
      ['SlotTaken', FIRST, false],
      ['SlotTaken', OTHER, true],
    ]);
  });

  it('begin anew when one that was given up is repeated: of several, the last one is given up', () => {
    expect(told(after(begun(FIRST), givenUp(FIRST), begun(FIRST)))).toEqual([
      ['SlotTaken', FIRST, true],
      ['SlotTaken', FIRST, false],
    ]);
    expect(told(after(begun(FIRST), begun(FIRST), givenUp(FIRST)))).toEqual([
      ['SlotTaken', FIRST, false],
      ['SlotTaken', FIRST, true],
    ]);
  });

  it.each([[{ hash: 'ab' }], [null], ['a text'], [undefined], [[]]])('are the same after %j, which is none', (data) => {
    const pending = after(begun(FIRST));
    expect(evolvePending(pending, sampleSealable('AnchorMade', data))).toBe(pending);
  });
});
