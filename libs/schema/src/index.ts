export * from './event-definition.js';
export * as eventFields from './fields.js';
export * from './fields.js';
export { valueAt, withValueAt } from './json-pointer.js';
export * from './patterns.js';
export type { SchemaViolation } from './violation.js';
