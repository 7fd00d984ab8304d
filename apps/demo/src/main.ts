import 'reflect-metadata';
import { runProgram } from '@bali/command-line';
import { Command } from 'commander';
import { demoCommand } from './demo-command.js';

/** The command stands below `bali` here too, so that its help and its errors are the same whichever way it is started. */
const program = () => new Command('bali').addCommand(demoCommand(process.env));

process.exitCode = await runProgram(program, ['demo', ...process.argv.slice(2)]);
