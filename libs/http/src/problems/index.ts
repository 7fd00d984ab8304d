export { Problem } from './problem.js';
export { type ProblemKind, problemKinds, PROBLEMS } from './problem-kinds.js';
export { type ErrorTranslation, recordingProblem } from './problem-of.js';
