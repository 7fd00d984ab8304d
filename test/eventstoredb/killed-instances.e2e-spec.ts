import { describeKilledInstances } from './killed-instances.js';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('an instance that is killed', (connectionString) => {
  describeKilledInstances('a cluster', () => connectionString, { clients: 12, commandsEach: 10, isInspected: true });
});
