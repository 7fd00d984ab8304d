import { EVERYTHING, exportInMemory, SAMPLE_ARMS, SAMPLE_MATERIALS, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import fhir from 'fhir';

const validator = new fhir.Fhir();

type Resources = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

async function resourcesOf(
  records: typeof EVERYTHING,
  shown: Parameters<typeof exportInMemory>[2] = {},
): Promise<Resources> {
  const files = await exportInMemory('fhir', records, shown);
  const parsed = [...files].map(([path, content]) => {
    const lines = content
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    return [path.replace('.ndjson', ''), lines.map((line) => JSON.parse(line) as Record<string, unknown>)] as const;
  });
  return new Map(parsed);
}

describe('FHIR R4', () => {
  it.each([
    ['a small trial', sampleStudy()],
    ['a patient with every kind of entry', EVERYTHING],
    ['a small trial with its arms and materials', sampleStudy(), { arms: SAMPLE_ARMS, materials: SAMPLE_MATERIALS }],
  ] as const)(
    'is valid for an offline validator, and refers to nothing that is not there: %s',
    async (...[_, records, shown]) => {
      const resources = await resourcesOf(records, shown);
      const faults = [...resources].flatMap(([type, all]) =>
        all.flatMap((one) => {
          const { valid, messages } = validator.validate(one, { errorOnUnexpected: true });
          return valid ? [] : [`${type} ${String(one['id'])}: ${JSON.stringify(messages)}`];
        }),
      );
      expect([...new Set(faults)].slice(0, 5)).toEqual([]);
      const there = new Set([...resources].flatMap(([type, all]) => all.map((one) => `${type}/${String(one['id'])}`)));
      const references = [...JSON.stringify([...resources]).matchAll(/"reference":"([^"]*)"/g)].map(
        ([, to]) => to ?? '',
      );
      expect([...new Set(references.filter((to) => !there.has(to)))]).toEqual([]);
      expect(there.size).toBe([...resources.values()].flat().length);
    },
  );

  it('has each type that was asked for', async () => {
    expect([...(await resourcesOf(EVERYTHING)).keys()].toSorted()).toEqual(
      [
        'AdverseEvent',
        'AuditEvent',
        'Condition',
        'Consent',
        'Encounter',
        'Location',
        'MedicationStatement',
        'Observation',
      ].concat([
        'Organization',
        'Patient',
        'Practitioner',
        'PractitionerRole',
        'Procedure',
        'Provenance',
        'ResearchStudy',
        'ResearchSubject',
      ]),
    );
  });

  it('[EMA-621-blind] masks the arm of every randomized subject alike, and shows it in words once it may be', async () => {
    const masked = (await resourcesOf(sampleStudy())).get('ResearchSubject') ?? [];
    const arms = masked.map(({ id, assignedArm, _assignedArm }) => [
      id,
      assignedArm,
      _assignedArm === undefined ? undefined : JSON.stringify(_assignedArm).includes('"masked"'),
    ]);
    expect(arms).toEqual([
      ['NAN-001', undefined, true],
      ['PAR-001', undefined, true],
      ['PAR-002', undefined, undefined],
      ['REI-001', undefined, true],
      ['REI-002', undefined, undefined],
    ]);
    const shown = (await resourcesOf(sampleStudy(), { arms: new Map([['NAN-001', 'CELLS']]) })).get(
      'ResearchSubject',
    )?.[0];
    expect([shown?.['assignedArm'], shown?.['actualArm']]).toEqual(['cells', 'cells']);
  });

  it('marks what was annulled as entered in error, and a Provenance tells of it', async () => {
    const resources = await resourcesOf(EVERYTHING);
    const { annulledEvent } = EVERYTHING.find(({ type }) => type === 'EntryAnnulled')?.data as {
      readonly annulledEvent: string;
    };
    const mentions = (one: object) => JSON.stringify(one).includes(annulledEvent);
    expect(
      resources
        .get('Procedure')
        ?.filter(mentions)
        .map(({ status }) => status),
    ).toEqual(['entered-in-error']);
    expect(JSON.stringify(resources.get('Provenance')?.filter(mentions))).toContain('NULLIFY');
  });
});
