export {
  type Answer,
  InspectionApiUnderTest,
  LOG_HOST,
  type Sending,
  startInspectionApi,
} from './inspection-api-under-test.js';
