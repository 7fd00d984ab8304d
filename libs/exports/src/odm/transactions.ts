import { type CorrectionEvent, patientOfStream } from '@bali/trial';
import type { PlacedRecord } from '../formats/format.js';
import { element } from '../xml/xml.js';
import { type Referred, siteFrom, SOFTWARE_USER } from '../records/referred.js';
import { locationOid } from './admin-data.js';
import { annotation, isAnnotating } from './annotations.js';
import { auditRecord, signatureOf } from './audit.js';
import { changedItems, type ChangedItem, enteredItems, formOf, formOid, groupOid } from './forms.js';

/** The one study event: entries are told apart by their forms, and by the ids of their records. */
export const STUDY_EVENT_OID = 'SE.RECORD';

interface Annulment {
  readonly annulledEvent: string;
  readonly annulledType: string;
}

/** Events as transactions, one after another. It remembers where transferred patients are, and which entries queries are about. */
export class Transactions {
  readonly #referred: Referred;
  readonly #sites = new Map<string, string>();
  /** The types of the entries that queries are about. */
  readonly #queriedTypes = new Map<string, string>();
  /** The entry that a query is about, by the patient and the number of the query. */
  readonly #queries = new Map<string, string>();

  constructor(referred: Referred) {
    this.#referred = referred;
  }

  /** What a record of the trial as a whole did, as reference data. */
  ofTrial(placed: PlacedRecord): string {
    const { record } = placed;
    const target = targetOf(record.type, record.id, record.data);
    return this.#group(placed, target, undefined);
  }

  /** What a record of a patient did. */
  ofPatient(placed: PlacedRecord): string {
    const { record } = placed;
    const patient = patientOfStream(record.stream) ?? '';
    const site = this.#siteOf(patient, placed);
    if (this.#referred.queried.has(record.id)) this.#queriedTypes.set(record.id, record.type);
    const isFirst = record.revision === 0;
    const transaction = isFirst ? 'Insert' : 'Context';
    const inside = isAnnotating(record.type) ? this.#annotated(placed, patient, site) : this.#form(placed, site);
    return element(
      'SubjectData',
      { SubjectKey: patient, TransactionType: inside.isOfTheSubject ? 'Update' : transaction },
      ...(isFirst ? [auditRecord(placed, site), element('SiteRef', { LocationOID: locationOid(site) })] : []),
      ...(inside.isOfTheSubject
        ? [inside.xml]
        : [
            element(
              'StudyEventData',
              { StudyEventOID: STUDY_EVENT_OID, StudyEventRepeatKey: '1', TransactionType: transaction },
              inside.xml,
            ),
          ]),
    );
  }

  #siteOf(patient: string, { record }: PlacedRecord): string | undefined {
    const site = siteFrom(record);
    if (site !== undefined) this.#sites.set(patient, site);
    return this.#sites.get(patient);
  }

  #form(placed: PlacedRecord, site: string | undefined): Inside {
    const { record } = placed;
    const target = targetOf(record.type, record.id, record.data);
    const attributes = { FormOID: formOid(target.type), FormRepeatKey: target.entry };
    if (target.kind === 'annulment') {
      const content = [auditRecord(placed, site), signatureOf(placed, site, this.#referred)];
      return { xml: element('FormData', { ...attributes, TransactionType: 'Remove' }, ...content) };
    }
    const isEntry = target.kind === 'entry';
    const audited = isEntry ? [auditRecord(placed, site), signatureOf(placed, site, this.#referred)] : [];
    const group = this.#group(placed, target, site, { isInForm: true });
    return {
      xml: element('FormData', { ...attributes, TransactionType: isEntry ? 'Insert' : 'Context' }, ...audited, group),
    };
  }

  /** @param isInForm the form has the audit record and the signature of a new entry. */
  #group(placed: PlacedRecord, target: Target, site: string | undefined, { isInForm = false } = {}): string {
    const { record } = placed;
    const form = formOf(target.type);
    const attributes = { ItemGroupOID: groupOid(target.type), ItemGroupRepeatKey: target.entry };
    const audited = isInForm ? [] : [auditRecord(placed, site), signatureOf(placed, site, this.#referred)];
    if (target.kind === 'annulment')
      return element('ItemGroupData', { ...attributes, TransactionType: 'Remove' }, ...audited);
    if (form === undefined) return '';
    if (target.kind === 'entry')
      return element(
        'ItemGroupData',
        { ...attributes, TransactionType: 'Insert' },
        ...audited,
        ...enteredItems(form, record.data),
      );
    const { field, oldValue, newValue, computed } = record.data as CorrectionEvent['data'];
    const by = computed ? SOFTWARE_USER : undefined;
    const audit = auditRecord(placed, site, by) + signatureOf(placed, site, this.#referred);
    const items = changedItems(form, field, oldValue, newValue).map((item) => changed(item, audit));
    return element('ItemGroupData', { ...attributes, TransactionType: 'Context' }, ...items);
  }

  /** A query stands at the form that it is about; what is about no entry, or about several, at the subject. */
  #annotated(placed: PlacedRecord, patient: string, site: string | undefined): Inside {
    const { record } = placed;
    const entry = this.#queriedEntry(placed, patient);
    const type = entry === undefined ? undefined : this.#queriedTypes.get(entry);
    const content = [auditRecord(placed, site), signatureOf(placed, site, this.#referred), annotation(placed)].join('');
    if (type === undefined || formOf(type) === undefined || record.type === 'SourceDataVerified')
      return { xml: content, isOfTheSubject: true };
    const attributes = { FormOID: formOid(type), FormRepeatKey: entry, TransactionType: 'Update' };
    return { xml: element('FormData', attributes, content) };
  }

  #queriedEntry({ record }: PlacedRecord, patient: string): string | undefined {
    const { number, entry } = record.data as { readonly number?: number; readonly entry?: string };
    const key = `${patient} ${number ?? ''}`;
    if (record.type === 'QueryRaised' && entry !== undefined) this.#queries.set(key, entry);
    return this.#queries.get(key);
  }
}

interface Inside {
  readonly xml: string;
  /** Whether it stands at the subject, and not at one of its forms. */
  readonly isOfTheSubject?: boolean;
}

/** The entry that a record is about: itself, or the one that it corrects or annuls. */
interface Target {
  readonly kind: 'entry' | 'correction' | 'annulment';
  readonly type: string;
  readonly entry: string;
}

function targetOf(type: string, id: string, data: unknown): Target {
  if (type === 'DataCorrected') {
    const { correctedType, correctedEvent } = data as CorrectionEvent['data'];
    return { kind: 'correction', type: correctedType, entry: correctedEvent };
  }
  if (type === 'EntryAnnulled') {
    const { annulledType, annulledEvent } = data as Annulment;
    return { kind: 'annulment', type: annulledType, entry: annulledEvent };
  }
  return { kind: 'entry', type, entry: id };
}

function changed({ oid, before, after }: ChangedItem, audit: string): string {
  if (after === undefined)
    return element('ItemData', { ItemOID: oid, TransactionType: 'Remove', Value: before ?? '' }, audit);
  return element(
    'ItemData',
    { ItemOID: oid, TransactionType: before === undefined ? 'Insert' : 'Update', Value: after },
    audit,
  );
}
