import { canonicalJson } from '@bali/ledger';
console.log(canonicalJson({ b: 1, a: 2 }));
