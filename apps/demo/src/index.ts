export { demoCommand } from './demo-command.js';
export type { DemoReport } from './demo-report.js';
export { playDemo } from './play-demo.js';
