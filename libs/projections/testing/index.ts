export { History } from './history.js';
export { MemoryEventStore } from './memory-event-store.js';
export { contentsOf, RunnerFixture } from './runner-fixture.js';
export { sampleCourses } from './sample-courses.js';
export { oneOfEach } from './one-of-each.js';
export { commandIdOf, sampleRecord, sampleRecords } from './sample-records.js';
export { openedTrial, play, type SampleCourse } from './sample-trial.js';
