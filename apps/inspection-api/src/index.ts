export { LEDGER_LOGS } from './following.module.js';
export { createInspectionApi, type InspectionApi } from './inspection-api.js';
export { INSPECTION_PROBLEMS } from './inspection-problems.js';
export { serveInspectionApi } from './serve.js';
export { inspectionApiDocument } from './inspection-api-document.js';
