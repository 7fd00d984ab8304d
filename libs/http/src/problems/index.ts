export { Problem } from './problem.js';
export { type ProblemKind, problemKinds, PROBLEMS } from './problem-kinds.js';
export { type ErrorTranslation } from './problem-of.js';
