import type { TextAtFault } from '@bali/inspection';
import { describe, expect, it } from '@jest/globals';
import { TextAlarm } from './text-alarm.js';

const EVENT = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const faulty = (hash: string, fault: TextAtFault['fault'] = 'missing'): TextAtFault => {
  return { hash, fault, event: EVENT, field: '/metadata/reason' };
};

function alarmWithLog() {
  const lines: { readonly details: object; readonly message: string }[] = [];
  return { lines, alarm: new TextAlarm({ error: (details, message) => lines.push({ details, message }) }) };
}

describe('the alarm about free texts', () => {
  it('names each text once by ledger, event and field, however often it is met, and again when it is altered', () => {
    const { alarm, lines } = alarmWithLog();
    alarm.note('trial', [faulty('aa')]);
    alarm.note('trial', [faulty('aa')]);
    alarm.note('access', [faulty('aa')]);
    alarm.note('trial', [faulty('aa', 'altered')]);
    const about = { event: EVENT, field: '/metadata/reason' };
    expect(lines.map(({ details }) => details)).toEqual(
      ['trial', 'access', 'trial'].map((ledger) => ({ ledger, ...about })),
    );
    expect(lines.map(({ message }) => /missing|altered/.exec(message)?.[0])).toEqual(['missing', 'missing', 'altered']);
    expect(alarm.raised).toEqual(['trial', 'access']);
  });

  it('says of the sealed ledger once that something is wrong there, and neither where nor of how many texts', () => {
    const { alarm, lines } = alarmWithLog();
    alarm.note('sealed', [faulty('aa'), faulty('bb')]);
    alarm.note('sealed', [faulty('cc', 'altered')]);
    expect(lines.map(({ details }) => details)).toEqual([{ ledger: 'sealed' }]);
    expect(alarm.raised).toEqual(['sealed']);
  });

  it('ends when the texts are sound again: where they were read, or where all were looked at', () => {
    const { alarm } = alarmWithLog();
    alarm.note('trial', [faulty('aa'), faulty('bb')]);
    alarm.note('trial', [], ['aa']);
    expect(alarm.raised).toEqual(['trial']);
    alarm.noteAll('trial', [faulty('bb')]);
    expect(alarm.raised).toEqual(['trial']);
    alarm.noteAll('trial', []);
    expect(alarm.raised).toEqual([]);
  });
});
