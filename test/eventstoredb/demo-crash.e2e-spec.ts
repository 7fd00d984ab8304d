import { randomUUID } from 'node:crypto';
import { withPrefix } from '@bali/event-store/testing';
import { describeDemoCrashes } from '../crash/demo-crashes.js';
import { describeOnRealServer } from './real-server.js';

/** What is compared is a demo that was played on SQLite and never killed: the same root, and the same state. */
describeOnRealServer('a demo that is killed again and again', (connectionString) => {
  describeDemoCrashes('in a cluster', () => withPrefix(connectionString, `test-${randomUUID()}`));
});
