import { type CellEntry, entriesOf } from '@bali/cell-therapy';
import type { Subject } from '../model/subject.js';
import { concept, idOf, patientReference, recordIdentifier, type Resource, resource, SYSTEM } from './fhir.js';

/** The marrow as it was received, the concentrate, and the product that was made: once the trial is unblinded, for those who may know. */
export function materialResources({ patient, materials }: Subject): readonly Resource[] {
  return [
    ...entriesOf(materials, 'HarvestReceived').map((entry) =>
      specimen(patient, entry, { label: entry.data.label, of: 'BONE MARROW', at: entry.data.receivedAt }),
    ),
    ...entriesOf(materials, 'CellsSeparated').map((entry) =>
      specimen(patient, entry, { label: entry.data.concentrate, of: 'CONCENTRATED CELLS', at: entry.data.separatedAt }),
    ),
    ...entriesOf(materials, 'ProductPrepared').map((entry) =>
      resource('BiologicallyDerivedProduct', idOf(entry.id), {
        identifier: [recordIdentifier(entry.id), { system: `${SYSTEM}:container`, value: entry.data.syringe }],
        productCategory: entry.data.composition.of === 'concentrated-cells' ? 'cells' : 'fluid',
        productCode: concept('product', entry.data.composition.of),
        collection: { source: patientReference(patient), collectedDateTime: entry.data.preparedAt },
      }),
    ),
  ];
}

function specimen(
  patient: string,
  { id }: CellEntry,
  { label, of, at }: { readonly label: string; readonly of: string; readonly at: string },
): Resource {
  return resource('Specimen', idOf(id), {
    identifier: [recordIdentifier(id), { system: `${SYSTEM}:container`, value: label }],
    ...{ status: 'available', type: concept('specimen', of), subject: patientReference(patient), receivedTime: at },
  });
}
