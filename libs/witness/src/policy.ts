import {
  fromUtf8,
  Malformed,
  parseVerifierKey,
  parseWitnessKey,
  utf8,
  type VerifierKey,
  type WitnessKey,
} from '@bali/ledger';

const FORM = 'witness policy';
const MAX_BYTES = 64 * 1024;
const MAX_LINES_OF_A_KIND = 64;
const NONE = 'none';

/** A log that a policy names. Several of one name are one log under several keys. */
export interface PolicyLog {
  readonly key: VerifierKey;
  readonly url?: string;
}

/** A witness that a policy names. Its name has a meaning in the policy alone; that of its key is in its cosignatures. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: WitnessKey;
  /** Its submission prefix. A witness without one is never asked: it comes by itself. */
  readonly url?: string;
}

/** At least `threshold` of the members have to have witnessed a checkpoint. */
interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Which logs are known, and whose cosignatures are enough (C2SP tlog-policy). */
export interface WitnessPolicy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** The rule in words, such as `2 of (reims, nantes, paris)`. */
  readonly rule: string;
  /** `quorum none`: no cosignature is asked for, so that none can be missing or too old. */
  readonly asksForNobody: boolean;
  /** Whether the quorum is met by the witnesses of these names. */
  readonly isMetBy: (names: ReadonlySet<string>) => boolean;
}

interface Reading {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: Map<string, Group>;
  readonly grouped: Set<string>;
  quorum: string | undefined;
}

/** Reads a policy as C2SP tlog-policy writes it. @throws Malformed naming the line, and the rule that it breaks. */
export function parsePolicy(text: string): WitnessPolicy {
  const bytes = utf8(text);
  if (bytes.byteLength > MAX_BYTES) throw new Malformed(FORM, `it is larger than ${MAX_BYTES} bytes`);
  // Only tab and newline are control characters that it may hold.
  const control = bytes.findIndex((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) || byte === 0x7f);
  if (control >= 0) {
    const line = fromUtf8(bytes.subarray(0, control)).split('\n').length;
    throw new Malformed(FORM, `line ${line}: it has a control character (a file of Windows ends its lines with one)`);
  }
  if (text !== '' && !text.endsWith('\n')) throw new Malformed(FORM, 'its last line has no end');
  const reading: Reading = { logs: [], witnesses: [], groups: new Map(), grouped: new Set(), quorum: undefined };
  for (const [place, line] of text.split('\n').entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length > 0 && items[0]?.startsWith('#') !== true) readLine(items, reading, place + 1);
  }
  return policyOf(reading);
}

function policyOf({ logs, witnesses, groups, quorum }: Reading): WitnessPolicy {
  if (quorum === undefined) throw new Malformed(FORM, 'it has no line `quorum`');
  const isMetBy = (names: ReadonlySet<string>, name = quorum): boolean => {
    if (name === NONE) return true;
    const group = groups.get(name);
    if (group === undefined) return names.has(name);
    return group.members.filter((member) => isMetBy(names, member)).length >= group.threshold;
  };
  const ruleOf = (name: string): string => {
    const group = groups.get(name);
    return group === undefined ? name : `${group.threshold} of (${group.members.map(ruleOf).join(', ')})`;
  };
  const asksForNobody = quorum === NONE;
  return { logs, witnesses, rule: ruleOf(quorum), asksForNobody, isMetBy: (names) => isMetBy(names) };
}

function readLine([kind = '', ...items]: readonly string[], reading: Reading, line: number): void {
  const refuse = (why: string) => new Malformed(FORM, `line ${line}: ${why}`);
  const readers: Readonly<Record<string, (items: readonly string[], reading: Reading, refuse: Refuse) => void>> = {
    ...{ log: readLog, witness: readWitness, group: readGroup, quorum: readQuorum },
  };
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (read === undefined)
    throw refuse(`a line begins with log, witness, group or quorum, not with ${kind.slice(0, 40)}`);
  read(items, reading, refuse);
}

type Refuse = (why: string) => Malformed;

function readLog([vkey = '', url, ...more]: readonly string[], { logs }: Reading, refuse: Refuse): void {
  if (more.length > 0) throw refuse('a log has a key and an address');
  const key = keyIn(vkey, parseVerifierKey, refuse);
  if (logs.some((other) => isSameKey(other.key, key))) throw refuse('the key of this log stands there twice');
  if (logs.length >= MAX_LINES_OF_A_KIND) throw refuse('there are too many logs');
  logs.push({ key, ...(url === undefined ? {} : { url }) });
}

function readWitness(items: readonly string[], reading: Reading, refuse: Refuse): void {
  const [name = '', vkey = '', url, ...more] = items;
  if (items.length < 2 || more.length > 0) throw refuse('a witness has a name, a key and an address');
  refuseName(name, reading, refuse);
  const key = keyIn(vkey, parseWitnessKey, refuse);
  if (reading.witnesses.some((other) => isSameKey(other.key, key)))
    throw refuse('the key of this witness stands there twice');
  if (reading.witnesses.length >= MAX_LINES_OF_A_KIND) throw refuse('there are too many witnesses');
  reading.witnesses.push({ name, key, ...(url === undefined ? {} : { url }) });
}

function readGroup([name = '', k = '', ...members]: readonly string[], reading: Reading, refuse: Refuse): void {
  if (members.length === 0) throw refuse('a group has a name, a threshold and at least one member');
  refuseName(name, reading, refuse);
  if (reading.groups.size >= MAX_LINES_OF_A_KIND) throw refuse('there are too many groups');
  for (const member of members) {
    if (!isKnown(member, reading)) throw refuse(`${member} is named in no line before this one`);
    if (reading.grouped.has(member)) throw refuse(`${member} is a member of a group already`);
    reading.grouped.add(member);
  }
  reading.groups.set(name, { threshold: thresholdOf(k, members.length, refuse), members });
}

function thresholdOf(k: string, members: number, refuse: Refuse): number {
  if (k === 'all') return members;
  if (k === 'any') return 1;
  const threshold = /^[1-9][0-9]{0,3}$/.test(k) ? Number(k) : 0;
  if (threshold < 1 || threshold > members)
    throw refuse(`the threshold of a group is all, any or a number from 1 to that of its members, ${members}`);
  return threshold;
}

function readQuorum([name = '', ...more]: readonly string[], reading: Reading, refuse: Refuse): void {
  if (more.length > 0 || name === '') throw refuse('a quorum is one name');
  if (reading.quorum !== undefined) throw refuse('there is a second quorum');
  if (name !== NONE && !isKnown(name, reading)) throw refuse(`${name} is named in no line before this one`);
  reading.quorum = name;
}

function refuseName(name: string, reading: Reading, refuse: Refuse): void {
  if (name === NONE) throw refuse('nothing is called none');
  if (isKnown(name, reading)) throw refuse(`the name ${name} is there already`);
}

function isKnown(name: string, { witnesses, groups }: Reading): boolean {
  return groups.has(name) || witnesses.some((witness) => witness.name === name);
}

function keyIn<Key>(line: string, parse: (line: string) => Key, refuse: Refuse): Key {
  try {
    return parse(line);
  } catch (error) {
    if (error instanceof Malformed) throw refuse(error.message);
    throw error;
  }
}

/** Two keys are the same where they wrap one public key, whatever they are called. */
function isSameKey(one: VerifierKey, other: VerifierKey): boolean {
  return one.publicKey.every((byte, place) => byte === other.publicKey[place]);
}
