import { ANSWERED_LEAKS } from './answered-leaks.js';
import { INSPECTED_LEAKS } from './inspected-leaks.js';
import type { Leak } from './leak.js';
import { LISTED_LEAKS } from './listed-leaks.js';
import { OPERATED_LEAKS } from './operated-leaks.js';
import { RECORDED_LEAKS } from './recorded-leaks.js';

/** Every leak, one for each channel through which something could come out. */
export const ZOO: readonly Leak[] = [
  ...RECORDED_LEAKS,
  ...ANSWERED_LEAKS,
  ...LISTED_LEAKS,
  ...OPERATED_LEAKS,
  ...INSPECTED_LEAKS,
];
