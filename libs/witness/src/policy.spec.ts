import { formatVerifierKey, formatWitnessKey, Malformed, sha256, utf8, verifierKey, witnessKey } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { parsePolicy } from './policy.js';

const keyOf = (words: string) => sha256(utf8(words));
const LOG = formatVerifierKey(verifierKey('bali.example/T/trial', keyOf('log')));
const W = ['reims', 'nantes', 'paris', 'mulhouse'].map((name) =>
  formatWitnessKey(witnessKey(`${name}.example/w`, keyOf(name))),
);
const THREE = `witness reims ${W[0]}\nwitness nantes ${W[1]} https://nantes.example/w\nwitness paris ${W[2]}\n`;

describe('a witness policy (C2SP tlog-policy)', () => {
  it('knows logs, witnesses, groups in groups, and the quorum', () => {
    const text = `# whom we believe\n\n\tlog ${LOG} https://bali.example\n${THREE}group two 2 reims nantes paris\nwitness m ${W[3]}\ngroup both all two m \nquorum both\n`;
    const policy = parsePolicy(text);
    expect(policy.logs.map(({ key, url }) => [key.name, url])).toEqual([
      ['bali.example/T/trial', 'https://bali.example'],
    ]);
    expect(policy.witnesses.map(({ name, url }) => [name, url])).toEqual([
      ['reims', undefined],
      ['nantes', 'https://nantes.example/w'],
      ['paris', undefined],
      ['m', undefined],
    ]);
    expect(policy.rule).toBe('2 of (2 of (reims, nantes, paris), m)');
    expect(policy.isMetBy(new Set(['reims', 'paris', 'm']))).toBe(true);
    expect(policy.isMetBy(new Set(['reims', 'paris', 'nantes']))).toBe(false);
    expect(policy.isMetBy(new Set(['reims', 'm']))).toBe(false);
  });

  it('knows a quorum of one witness, of any of a group, and of none', () => {
    expect(parsePolicy(`${THREE}quorum paris\n`).isMetBy(new Set(['paris']))).toBe(true);
    expect(parsePolicy(`${THREE}group g any reims paris\nquorum g\n`).isMetBy(new Set(['nantes']))).toBe(false);
    expect(parsePolicy('quorum none\n')).toMatchObject({ rule: 'none', asksForNobody: true });
    expect(parsePolicy(`${THREE}quorum paris\n`).asksForNobody).toBe(false);
    expect(parsePolicy('quorum none\n').isMetBy(new Set())).toBe(true);
  });

  it.each([
    ['no quorum', THREE, 'it has no line `quorum`'],
    ['two', `${THREE}quorum paris\nquorum none\n`, 'line 5: there is a second quorum'],
    ['a quorum of nobody', 'quorum paris\n', 'line 1: paris is named in no line before this one'],
    ['a quorum that cannot be met', `${THREE}group g 3 reims paris\nquorum g\n`, 'line 4: the threshold of a group'],
    ['a threshold of none', `${THREE}group g 0 reims paris\nquorum g\n`, 'line 4: the threshold of a group'],
    ['a group without members', `${THREE}group g all\nquorum g\n`, 'line 4: a group has'],
    ['a member twice', `${THREE}group g all reims reims\nquorum g\n`, 'line 4: reims is a member of a group already'],
    ['a member that comes later', `group g all reims\n${THREE}quorum g\n`, 'line 1: reims is named in no line before'],
    ['a name twice', `${THREE}witness reims ${W[3]}\nquorum reims\n`, 'line 4: the name reims is there already'],
    [
      'a key twice',
      `${THREE}witness again ${W[0]}\nquorum again\n`,
      'line 4: the key of this witness stands there twice',
    ],
    ['a witness called none', `witness none ${W[0]}\nquorum none\n`, 'line 1: nothing is called none'],
    ['the key of a log as a witness', `witness w ${LOG}\nquorum w\n`, 'line 1: this is no verifier key: its type'],
    ['a key that is damaged', `witness w ${W[0]!.slice(0, -4)}\nquorum w\n`, 'line 1: this is no verifier key'],
    ['a word that is no line', 'hello there\nquorum none\n', 'line 1: a line begins with'],
    ['what every object has', 'constructor x\nquorum none\n', 'line 1: a line begins with'],
    ['lines of Windows', 'quorum none\r\n', 'line 1: it has a control character'],
    ['no end', 'quorum none', 'its last line has no end'],
    ['too much', `${'#'.repeat(70_000)}\nquorum none\n`, 'it is larger than'],
  ])('refuses %s, and names the line', (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(Malformed);
    expect(() => parsePolicy(text)).toThrow(message);
  });
});
