import type { Situation } from '../situation.js';
import { ENDINGS } from './endings.js';
import { NOT_IMPLANTED } from './not-implanted.js';
import { VISITS } from './visits.js';

/** Every situation that is played. A new file of rows is imported here. */
export const SITUATIONS: readonly Situation[] = [...VISITS, ...NOT_IMPLANTED, ...ENDINGS];
