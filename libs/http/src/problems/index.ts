export {
  type FieldError,
  Problem,
  PROBLEM_MEDIA_TYPE,
  type ProblemBody,
  type ProblemDetails,
  problemType,
} from './problem.js';
export { type ProblemKind, problemKinds, PROBLEMS } from './problem-kinds.js';
export { problemOf } from './problem-of.js';
