/** What stands in a cell; `undefined` where there is nothing. A date is text (ISO 8601), also one that is known in part. */
export type Value = string | number | undefined;
export type Row = Readonly<Record<string, Value>>;

/** Where a value comes from, in the words of Define-XML. */
export type Origin = 'Collected' | 'Derived' | 'Assigned' | 'Protocol';

/** The values that a variable may have, and what each means. */
export interface Codelist {
  /** An identifier: letters, digits and full stops. */
  readonly name: string;
  readonly title: string;
  readonly terms: readonly { readonly value: string; readonly decode: string }[];
}

/** A column of a table. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** `date` is a whole day, which SAS counts in days; dates that are known in part are `text`. */
  readonly type: 'text' | 'integer' | 'decimal' | 'date';
  /** Of a text: how many characters it has at most. Of a number: how many digits it is shown with. */
  readonly length: number;
  readonly origin: Origin;
  /** The event and the field that it was collected with, such as `Amputated.level`. */
  readonly source?: string;
  /** How it was derived, or what it means beyond its label. */
  readonly explanation?: string;
  readonly codelist?: Codelist;
  /** Whether every row has a value. */
  readonly isMandatory?: boolean;
}

/** A table: what it is called, its columns in their order, and which of them tell its rows apart. */
export interface Dataset {
  readonly name: string;
  readonly label: string;
  /** The class that Define-XML knows it by, such as EVENTS. */
  readonly kind: string;
  readonly purpose: 'Tabulation' | 'Analysis';
  /** What a row is of, such as "One record per adverse event per subject". */
  readonly structure: string;
  readonly keys: readonly string[];
  readonly variables: readonly Variable[];
  /** Whether its rows are of the trial's design, and name no subject. */
  readonly isOfTheDesign?: boolean;
}

/** Rows by the names of their tables. */
export type Tables = ReadonlyMap<string, readonly Row[]>;

/** What an export is of: everything that it says follows from this and from the events up to the position. */
export interface Study {
  readonly trialId: string;
  readonly acronym: string;
  readonly title: string;
  /** The last event that is in it. */
  readonly position: number;
  /** The root of the ledger's tree up to it, in hexadecimal. */
  readonly root: string;
  /** When that event was recorded: the moment that a file says it was made, so that the same position gives the same bytes. */
  readonly recordedAt: string;
  readonly software: { readonly version: string; readonly commit: string };
  readonly arms: 'masked' | 'shown';
}
