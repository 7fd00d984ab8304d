export { accountsOf, evolvePeople, type Holder, holderOf, INSTALLATION, type People } from './people.js';
export { nameKey } from './namesakes.js';
export { RENAMED_BECAUSE } from './person-renamed.js';
