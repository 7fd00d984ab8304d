import type { Refusal } from '@bali/trial';
import { entryOf } from '../cell-therapy-state.js';
import { containerOf, isLabelTaken } from '../containers.js';
import type { CellTherapyEvent } from '../events/cell-events.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { Rule, Situation } from './rule.js';

/** The chain of identity: two identifiers at reception, release and use, and no label twice in the world. */
export const IDENTITY_RULES: readonly Rule[] = [identifiersMatch, labelsAreNew, containerIsThere];

/** What the container says has to be what the record says; the sentence repeats neither. */
function identifiersMatch(event: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  const expected = expectedLabel(event, cells);
  if (expected === undefined || !('read' in event.data)) return undefined;
  const { patient, read } = event.data;
  if (read.patient !== patient) return mismatch('It says another patient than the record does.', '/read/patient');
  return read.label === expected ? undefined : mismatch('It has another label than the record says.', '/read/label');
}

function mismatch(what: string, field: string): Refusal {
  const sentence = `${what} Stop: keep it apart, find out whose it is, and record the deviation.`;
  return cellTherapyRefusal('identifier-mismatch', sentence, field);
}

function expectedLabel(event: CellTherapyEvent, cells: Situation['cells']): string | undefined {
  switch (event.type) {
    case 'HarvestReceived':
      return event.data.label;
    case 'ProductReleasedFromUnit':
      return entryOf(cells, 'ProductPrepared')?.data.syringe;
    case 'CellsUsed':
      return event.data.container;
    default:
      return undefined;
  }
}

function labelsAreNew(event: CellTherapyEvent, { state }: Situation): Refusal | undefined {
  const given = labelsGiven(event);
  const again = given.find(([label], place) => given.findIndex(([other]) => other === label) < place);
  const taken = again ?? given.find(([label]) => isLabelTaken(state, label));
  if (taken === undefined) return undefined;
  return cellTherapyRefusal('label-already-used', 'This label stands on another container already.', taken[1]);
}

/** The labels that an event brings into the world, and the fields that they are in. */
function labelsGiven(event: CellTherapyEvent): readonly (readonly [label: string, field: string])[] {
  switch (event.type) {
    case 'HarvestReceived':
      return [[event.data.label, '/label']];
    case 'CellsSeparated':
      return [[event.data.concentrate, '/concentrate']];
    case 'ProductPrepared':
      return [[event.data.syringe, '/syringe']];
    case 'CellsCryoConserved':
      return event.data.containers.map(({ label }, place) => [label, `/containers/${place}/label`] as const);
    default:
      return [];
  }
}

/** The container that something happens to is this patient's, and is where it can happen. */
function containerIsThere(event: CellTherapyEvent, { cells }: Situation): Refusal | undefined {
  const what = happensTo(event);
  if (what === undefined) return undefined;
  const container = containerOf(cells, what.label);
  if (container === undefined) {
    return cellTherapyRefusal('container-unknown', 'This patient has no container of this label.', what.field);
  }
  if (what.from.includes(container.whereabouts)) return undefined;
  const sentence = `The container is ${container.whereabouts.replaceAll('-', ' ')}; this cannot happen to it.`;
  return cellTherapyRefusal('container-not-available', sentence, what.field);
}

function happensTo(event: CellTherapyEvent) {
  switch (event.type) {
    case 'CellsImplanted':
      return { label: event.data.syringe, field: '/syringe', from: ['released'] };
    case 'CellsThawed':
      return { label: event.data.container, field: '/container', from: ['stored'] };
    case 'CellsUsed':
      return { label: event.data.container, field: '/container', from: ['thawed'] };
    case 'CellsDiscarded':
      return {
        label: event.data.container,
        field: '/container',
        from: ['in-hand', 'released', 'stored', 'thawed'],
      };
    default:
      return undefined;
  }
}
