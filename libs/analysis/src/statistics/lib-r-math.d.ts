/** The routines that are used. The package's own declarations cannot be resolved: they import each other without extensions. */
declare module 'lib-r-math.js' {
  export function qnorm(probability: number): number;
  export function pnorm(value: number): number;
  export function pchisq(value: number, freedom: number, noncentrality: number, lowerTail: boolean): number;
  export function dbinom(successes: number, trials: number, probability: number, log: boolean): number;
  export function dhyper(drawn: number, white: number, black: number, draws: number, log: boolean): number;
}
