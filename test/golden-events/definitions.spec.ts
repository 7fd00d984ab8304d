import { GRANTS, isSiteRole, mayKnowTextsOf, type Person, ROLE_IDS } from '@bali/access';
import { SEALED_EVENT } from '@bali/blinding';
import type { LedgerRecord } from '@bali/ledger';
import { type DefinedEvent, type FieldSchema, schemaViolation } from '@bali/schema';
import { mayGiveAwayArm, SIGNATURES } from '@bali/trial';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUES } from './catalogues.js';

const ALL: readonly DefinedEvent[] = [...CATALOGUES.flatMap(({ events }) => Object.values(events)), SEALED_EVENT];
const SEALED = CATALOGUES.filter(({ room }) => ['libs/blinding', 'libs/cell-therapy'].includes(room));
const BLINDED = ROLE_IDS.filter((role) => !(GRANTS['read-unblinding-texts'].roles as readonly string[]).includes(role));

/** What stands at a JSON pointer in which `*` is each item of a list; `undefined`: there is no such field. */
function fieldAt(schema: FieldSchema, [name, ...deeper]: readonly string[]): FieldSchema | undefined {
  if (name === undefined) return schema;
  const inside =
    name === '*'
      ? schema.items
      : [schema, ...(schema.anyOf ?? [])].find((one) => one.properties?.[name])?.properties?.[name];
  return inside && fieldAt(inside, deeper);
}

function somebody(role: Person['role']): Person {
  const sites = isSiteRole(role) ? ['REI'] : [];
  return { userId: 'somebody', name: 'Somebody', role, organisation: 'CHU de Reims', sites };
}

/** A record that somebody else wrote. */
function recordOf(type: string): LedgerRecord {
  const metadata = { actor: { userId: 'somebody.else' } } as LedgerRecord['metadata'];
  return { id: '', stream: '', revision: 0, type, schemaVersion: 1, data: {}, metadata };
}

describe('what an event says of itself', () => {
  it.each(ALL)('is shown by a sample that keeps its schema: $type', (event) => {
    expect(schemaViolation(event, event.sample)).toBeUndefined();
  });

  it.each(ALL)('names a date or a moment of its own as when it happened: $type', ({ data, happened }) => {
    const format = happened === undefined ? 'date' : fieldAt(data, [happened])?.format;
    expect(['date', 'partial-date', 'date-time']).toContain(format);
  });

  it.each(ALL)('names only fields that there are as not correctable: $type', ({ data, notCorrectable }) => {
    expect(notCorrectable.filter((place) => fieldAt(data, place.split('/').slice(1)) === undefined)).toEqual([]);
  });

  it.each(ALL)('names an action that somebody may do, and known signatures: $type', ({ command, signedUnder }) => {
    const actions = [command?.action, ...signedUnder.map(({ action }) => action)].filter((it) => it !== undefined);
    expect(actions.filter((action) => !Object.hasOwn(GRANTS, action))).toEqual([]);
    expect(signedUnder.filter(({ signature }) => !Object.hasOwn(SIGNATURES, signature))).toEqual([]);
  });

  it('is filed under its own type, which no other ledger has but for a redaction', () => {
    for (const { events } of CATALOGUES)
      expect(Object.values(events).map(({ type }) => type)).toEqual(Object.keys(events));
    const types = ALL.map(({ type }) => type).filter((type) => type !== 'TextRedacted');
    expect(new Set(types).size).toBe(types.length);
  });
});

/** What they give away is what the event gives away that they correct or annul. */
const ABOUT_ANOTHER: readonly string[] = ['DataCorrected', 'EntryAnnulled', 'Erratum'];

describe('the free texts of an event', () => {
  const sealed = SEALED.flatMap(({ events }) => Object.values(events));

  it.each([...sealed, SEALED_EVENT])('may give away an arm, if it is sealed: $type', (event) => {
    expect(event.mayGiveAwayArm).toBe(true);
    expect(mayGiveAwayArm(recordOf(event.type))).toBe(true);
    expect(BLINDED.filter((role) => mayKnowTextsOf(somebody(role), recordOf(event.type)))).toEqual([]);
  });

  it('may give away an arm, if no catalogue knows the event', () => {
    for (const type of ['SomethingNew', 'constructor', 'toString']) {
      expect(mayGiveAwayArm(recordOf(type))).toBe(true);
      expect(BLINDED.filter((role) => mayKnowTextsOf(somebody(role), recordOf(type)))).toEqual([]);
    }
    const corrected = { ...recordOf('DataCorrected'), data: { correctedType: 'SomethingNew' } };
    expect(mayGiveAwayArm(corrected)).toBe(true);
  });

  it.each(CATALOGUES.filter((catalogue) => !SEALED.includes(catalogue)))(
    'are known to whoever is blinded as the event says: $room',
    ({ events }) => {
      const known = Object.values(events)
        .filter(({ type }) => !ABOUT_ANOTHER.includes(type))
        .filter(({ type }) => BLINDED.every((role) => mayKnowTextsOf(somebody(role), recordOf(type))));
      const harmless = Object.values(events).filter((event) => !event.mayGiveAwayArm);
      expect(known.map(({ type }) => type)).toEqual(
        harmless.map(({ type }) => type).filter((type) => !ABOUT_ANOTHER.includes(type)),
      );
      expect(known.length).toBeGreaterThan(5);
    },
  );
});
