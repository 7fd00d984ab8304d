import { describeDemoCrashes } from './demo-crashes.js';

describeDemoCrashes('a demo that is killed again and again', () => undefined);
