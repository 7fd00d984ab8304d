export {
  type FieldError,
  Problem,
  PROBLEM_MEDIA_TYPE,
  type ProblemBody,
  type ProblemDetails,
  problemType,
} from './problem.js';
export { type ProblemKind, problemKinds, PROBLEMS } from './problem-kinds.js';
export { type ErrorTranslation, problemOf } from './problem-of.js';
