import { describeOtherHands } from './other-hands.js';
import { describeOnRealServer } from './real-server.js';

describeOnRealServer('other hands', (connectionString) => {
  describeOtherHands('a cluster', () => connectionString);
});
