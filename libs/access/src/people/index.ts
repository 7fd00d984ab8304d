export { evolvePeople, type Holder, holderOf, INSTALLATION, type People } from './people.js';
