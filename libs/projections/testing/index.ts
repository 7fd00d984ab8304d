export { CollectedLog, contentsOf, RunnerFixture } from './runner-fixture.js';
export { MemoryEventStore } from './memory-event-store.js';
export { commandIdOf, sampleRecord, sampleRecords } from './sample-records.js';
