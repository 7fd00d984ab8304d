import { Type } from 'typebox';
import { MANIFEST_FIELDS } from './manifest.js';

/** Where a free text belongs that the reader of a package may not know, although others are shown to them. */
export interface WithheldText {
  readonly index: number;
  /** JSON pointer into the record. */
  readonly field: string;
}

const { closed, whole, line } = MANIFEST_FIELDS;

/** As a manifest lists them. */
export const WITHHELD_TEXT = Type.Object({ index: whole, field: line }, closed);
