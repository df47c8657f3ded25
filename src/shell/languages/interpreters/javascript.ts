import { textOf, type Word } from '../../../core/word.ts';
import { has, lastValue, readSwitches, type Switches } from './switches.ts';
import { fileOr, type ProgramTask } from './task.ts';

const NODE: Switches = {
  valued: 'eprC',
  attached: '',
  last: '',
  long: [
    'eval',
    'print',
    'require',
    'import',
    'loader',
    'experimental-loader',
    'conditions',
    'input-type',
    'env-file',
    'title',
    'tsconfig',
  ],
};

/** node [options] [-e code | -p code | file | -] [args] (Node.js, "Command-line API"); `-pe` is `-p -e`. */
export function node(argv: readonly Word[]): ProgramTask | undefined {
  const split = argv.map(one => (textOf(one) === '-pe' ? [{ lit: '-e' }] : one));
  const given = readSwitches(split, NODE);
  const rest = argv.slice(given.operands);
  const code = lastValue(given, 'e', 'eval', 'p', 'print');
  if (code !== undefined) return { language: 'javascript', from: { kind: 'text', code }, arguments: rest };
  if (has(given, 'v', 'version', 'h', 'help', 'c', 'check', 'e', 'p', 'test', 'run', 'v8-options'))
    return undefined;
  return fileOr('javascript', rest);
}

const BUN: Switches = {
  valued: 'erdc',
  attached: '',
  last: '',
  long: ['eval', 'print', 'preload', 'define', 'config', 'cwd', 'filter', 'env-file'],
};

export function bun(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, BUN);
  const [first, ...rest] = argv.slice(given.operands);
  const code = lastValue(given, 'e', 'eval', 'p', 'print');
  if (code !== undefined)
    return { language: 'javascript', from: { kind: 'text', code }, arguments: argv.slice(given.operands) };
  const named = first === undefined ? undefined : textOf(first);
  const operand = named === 'run' ? rest[0] : first;
  // A bare word is a verb of bun's, or a script of package.json.
  return operand !== undefined && /[./]/.test(textOf(operand) ?? '')
    ? {
        language: 'javascript',
        from: { kind: 'file', path: operand },
        arguments: named === 'run' ? rest.slice(1) : rest,
      }
    : undefined;
}

const DENO: Switches = {
  valued: 'cL',
  attached: '',
  last: '',
  long: ['config', 'log-level', 'import-map', 'lock', 'ext', 'location', 'seed', 'cert', 'env-file'],
};

export function deno(argv: readonly Word[]): ProgramTask | undefined {
  const global = readSwitches(argv, DENO);
  const verb = textOf(argv[global.operands] ?? []);
  if (verb === undefined) return undefined;
  const given = readSwitches(argv, DENO, global.operands + 1);
  const [first, ...rest] = argv.slice(given.operands);
  if (first === undefined) return undefined;
  if (verb === 'eval')
    return { language: 'javascript', from: { kind: 'text', code: first }, arguments: rest };
  if (verb === 'run') return fileOr('javascript', [first, ...rest]);
  return /[./]/.test(verb) ? fileOr('javascript', argv.slice(global.operands)) : undefined;
}
