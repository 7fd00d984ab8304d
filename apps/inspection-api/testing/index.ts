export { InspectionApiUnderTest, startInspectionApi } from './inspection-api-under-test.js';
