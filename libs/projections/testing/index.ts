export { type Circumstances, History } from './history.js';
export { MemoryEventStore } from './memory-event-store.js';
export { CollectedLog, contentsOf, RunnerFixture } from './runner-fixture.js';
export { sampleCourses } from './sample-courses.js';
export { oneOfEach } from './one-of-each.js';
export { commandIdOf, sampleRecord, sampleRecords } from './sample-records.js';
export { ELIGIBLE_ANSWERS, eventsOf, openedTrial, play, type SampleCourse } from './sample-trial.js';
