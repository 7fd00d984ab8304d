import { IDENTITY_RULES } from './identity-rules.js';
import { PRODUCT_RULES } from './product-rules.js';
import { RANGE_RULES } from './range-rules.js';
import type { Rule } from './rule.js';
import { SEQUENCE_RULES } from './sequence-rules.js';
import { USE_RULES } from './use-rules.js';

/** What holds for every record of the unit, when it is made and when it is corrected. */
export const RULES: readonly Rule[] = [
  ...SEQUENCE_RULES,
  ...RANGE_RULES,
  ...IDENTITY_RULES,
  ...USE_RULES,
  ...PRODUCT_RULES,
];
