import { describeOnRealServer } from './real-server.js';
import { describeSeveralInstances } from './several-instances.js';

describeOnRealServer('several instances', (connectionString) => {
  describeSeveralInstances('a cluster', () => connectionString);
});
