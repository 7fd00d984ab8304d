export { CHEAP_IDENTITY, PASSWORD } from './accounts.js';
export { testAmbient, TestClock } from './ambient.js';
export {
  fate,
  labelOf,
  LAST_RECORD_AT,
  ofHarvest,
  preparation,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  STEPS_BEFORE_THE_ARM,
} from './cells.js';
export { bringPatient, bringPatients, LONG_AFTER, type Milestone, openTrial, stepsUntil, takeStep } from './courses.js';
export { CUTS, cutOff } from './cut-off.js';
export { OpenApiDocument, openApiDocumentOf } from './open-api-document.js';
export { someoneIn } from './people.js';
export { BODIES } from './sample-bodies.js';
export { secondAccountOf } from './second-account.js';
export { signatureFor } from './signing.js';
export {
  type Answer,
  type ProblemBody,
  type RecordedBody,
  type Sending,
  SiteApiUnderTest,
  startSiteApi,
} from './site-api-under-test.js';
export { judgeUnitDeviations, unitJudgements } from './unit-deviations.js';
