import { all, FREE_TEXT_FIELDS, happened } from '@bali/trial';
import { valueAt } from '@bali/schema';
import type { Dataset, Row } from '../model/dataset.js';
import { type Subject, usubjid } from '../model/subject.js';
import { coded, codelist, dtc, integer, text } from '../model/variables.js';
import { type Domain, domainVariable, STUDYID, USUBJID } from './domain.js';
import { FREE_TEXT_WITHHELD } from './interventions.js';

/** Where the rows of an entry are: a domain, and the number of the first of its rows. */
export interface Place {
  readonly domain: string;
  readonly sequence: number;
}

/** The rows by the id of the entry that they come from: what follows a `#` tells rows of one entry apart. */
export type Places = ReadonlyMap<string, readonly Place[]>;

const RELATED = [
  text('RDOMAIN', 'Related Domain Abbreviation', 2, 'Assigned'),
  text('IDVAR', 'Identifying Variable', 8, 'Assigned'),
  text('IDVARVAL', 'Identifying Variable Value', 8, 'Assigned'),
];

/** Comments: of each free text, that there is one, and which. What it says is in no export. */
export const CO: Dataset = {
  ...{ name: 'CO', label: 'Comments', kind: 'SPECIAL PURPOSE', purpose: 'Tabulation' },
  ...{ structure: 'One record per free text per subject', keys: ['STUDYID', 'USUBJID', 'COSEQ'] },
  variables: [
    ...[
      STUDYID,
      domainVariable('CO'),
      ...RELATED.slice(0, 1),
      USUBJID,
      integer('COSEQ', 'Sequence Number', 'Derived', { isMandatory: true }),
    ],
    ...RELATED.slice(1),
    text('COREF', 'Comment Reference', 60, 'Assigned', { explanation: 'The kind of the entry and its field.' }),
    text('COVAL', 'Comment', 200, 'Collected', {
      isMandatory: true,
      explanation:
        'Of a free text, its SHA-256 alone: free texts are in no export. Of an erratum, what was wrong in the locked record: the ' +
        'tables hold the record as it was locked.',
    }),
    text('COVAL1', 'Comment, continued', 200, 'Collected'),
    text('COVAL2', 'Comment, continued', 200, 'Collected'),
    dtc('CODTC', 'Date/Time of Comment', 'Derived'),
  ],
};

export function commentsOf(subject: Subject, places: Places): readonly Row[] {
  const comments = subject.state.entries.flatMap((entry) =>
    [...FREE_TEXT_FIELDS].flatMap((field) => {
      const hash = valueAt(entry.data, field);
      if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return [];
      const [place] = places.get(entry.id) ?? [];
      const COREF = `${entry.type}.${field.slice(1)}`;
      const when = happened(entry);
      return [{ ...identified(place), COREF, COVAL: `${FREE_TEXT_WITHHELD}: SHA-256 ${hash}`, CODTC: when }];
    }),
  );
  const USUBJID = usubjid(subject);
  return [...comments, ...errataOf(subject, places)].map((comment, place) => ({
    STUDYID: subject.trialId,
    DOMAIN: 'CO',
    USUBJID,
    COSEQ: place + 1,
    ...comment,
  }));
}

/** What was said to be wrong after the unblinding, beside the row of the entry that it is about. */
function errataOf({ state }: Subject, places: Places): readonly Row[] {
  return (state.errata ?? []).map(({ recordedAt, data }) => {
    const known = places.get(data.correctedEvent) ?? [];
    // A visit has a row for the day as well: the erratum is about what was found or done.
    const place = known.find(({ domain }) => domain !== 'SV') ?? known[0];
    const { kind, field = '', oldValue, newValue, correctedType } = data;
    const said =
      kind === 'value'
        ? `WAS ${JSON.stringify(oldValue)}, SHOULD BE ${JSON.stringify(newValue)}`
        : kind === 'to-count'
          ? 'RECORDED AFTER THE LOCK, SHOULD COUNT'
          : 'SHOULD NOT COUNT';
    const COREF = `Erratum: ${correctedType}${field.replaceAll('/', '.')}`.slice(0, 60);
    const [COVAL, COVAL1, COVAL2] = `ERRATUM: ${said}`.match(/.{1,200}/gs) ?? [];
    return { ...identified(place), COREF, COVAL, COVAL1, COVAL2, CODTC: recordedAt };
  });
}

function identified(place: Place | undefined): Row {
  if (place === undefined) return {};
  return {
    RDOMAIN: place.domain,
    ...(place.domain === 'DM' ? {} : { IDVAR: `${place.domain}SEQ`, IDVARVAL: String(place.sequence) }),
  };
}

/** Which rows belong together: an adverse event, and the amputation, the death or the treatment that goes with it. */
export const RELREC: Dataset = {
  ...{ name: 'RELREC', label: 'Related Records', kind: 'RELATIONSHIP', purpose: 'Tabulation' },
  ...{
    structure: 'One record per related record, group of records or dataset',
    keys: ['STUDYID', 'USUBJID', 'RELID', 'RDOMAIN', 'IDVARVAL'],
  },
  variables: [
    ...[STUDYID, ...RELATED.slice(0, 1), USUBJID, ...RELATED.slice(1)],
    text('RELTYPE', 'Relationship Type', 4, 'Assigned'),
    text('RELID', 'Relationship Identifier', 12, 'Derived', { isMandatory: true }),
  ],
};

export function relatedRecordsOf(subject: Subject, places: Places): readonly Row[] {
  const { state, trialId: STUDYID } = subject;
  const USUBJID = usubjid(subject);
  const reports = all(state, 'AdverseEventReported');
  const linked = [...all(state, 'Amputated'), ...all(state, 'Died'), ...all(state, 'ConcomitantTreatmentRecorded')];
  const pairs = linked.flatMap(({ id, data: { adverseEvent } }) => {
    const report = reports.find(({ data }) => data.number === adverseEvent);
    const [event, others] = [places.get(report?.id ?? '') ?? [], places.get(id) ?? []];
    return report === undefined || event.length === 0 || others.length === 0 ? [] : [[...event, ...others]];
  });
  return pairs.flatMap((related, pair) =>
    related.map((place) => ({ STUDYID, USUBJID, ...identified(place), RELID: `REL${pair + 1}` })),
  );
}

/** The table of a domain's supplemental values. */
export function supplementalDataset({ dataset: { name }, supplemental }: Domain): Dataset {
  return supplementalTable(name, Object.fromEntries(supplemental.map((variable) => [variable.name, variable.label])));
}

/** @param names of the supplemental values, with their labels */
export function supplementalTable(domain: string, names: Readonly<Record<string, string>>): Dataset {
  return {
    ...{
      name: `SUPP${domain}`,
      label: `Supplemental Qualifiers for ${domain}`,
      kind: 'RELATIONSHIP',
      purpose: 'Tabulation',
    },
    ...{
      structure: 'One record per supplemental value per record',
      keys: ['STUDYID', 'RDOMAIN', 'USUBJID', 'IDVAR', 'IDVARVAL', 'QNAM'],
    },
    variables: [
      ...[STUDYID, ...RELATED.slice(0, 1), USUBJID, ...RELATED.slice(1)],
      coded(
        'QNAM',
        'Qualifier Variable Name',
        codelist(`SUPP${domain}.QNAM`, `Supplemental values of ${domain}`, names),
        'Assigned',
        { isMandatory: true },
      ),
      text('QLABEL', 'Qualifier Variable Label', 40, 'Assigned', { isMandatory: true }),
      text('QVAL', 'Data Value', 200, 'Collected', { isMandatory: true }),
      text('QORIG', 'Origin', 9, 'Assigned', { isMandatory: true }),
      text('QEVAL', 'Evaluator', 12, 'Assigned'),
    ],
  };
}

/** The supplemental values of a row, each as a row of its own. */
export function supplementalRows({ dataset: { name }, supplemental }: Domain, row: Row, values: Row): readonly Row[] {
  return supplemental.flatMap((variable) => {
    const value = values[variable.name];
    if (value === undefined) return [];
    const sequence = row[`${name}SEQ`];
    const identified = sequence === undefined ? {} : { IDVAR: `${name}SEQ`, IDVARVAL: String(sequence) };
    const { name: QNAM, label: QLABEL, origin } = variable;
    const { STUDYID, USUBJID } = row;
    return [
      { STUDYID, RDOMAIN: name, USUBJID, ...identified, QNAM, QLABEL, QVAL: String(value), QORIG: QORIGS[origin] },
    ];
  });
}

const QORIGS = { Collected: 'CRF', Derived: 'DERIVED', Assigned: 'ASSIGNED', Protocol: 'ASSIGNED' } as const;
