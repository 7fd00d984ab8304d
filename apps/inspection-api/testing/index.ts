export { InspectionApiUnderTest, startInspectionApi, startInspectionOf } from './inspection-api-under-test.js';
