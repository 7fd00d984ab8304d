export * from './answers/answers.js';
export { ARM_BLOCK_BYTES, ARM_IN_FRENCH, ARM_IN_WORDS } from './answers/arm-answers.js';
export * from './answers/example-facts.js';
export { AuditFilterQuery } from './audit-log/audit-log.dto.js';
export { AtLeastQuery } from './at-least.dto.js';
export { PatientParameter } from './patients/patient-parameter.js';
export { queryProblems } from './query-problems.js';
export { SharedRoutesModule } from './shared-routes.module.js';
export * from './signatures/signature-answers.js';
