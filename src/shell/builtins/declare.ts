import { assignedName, assignedValue, readOptions } from '../../core/options.ts';
import { textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch } from '../frame.ts';
import type { Attribute } from '../state/tables.ts';
import { isArray, UNSET } from '../state/value.ts';
import { assign, assignNamed, elementNamed, target } from '../state/variables.ts';

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  l: 'lower',
  u: 'upper',
  i: 'integer',
  A: 'associative',
};

const NAME = /^[A-Za-z_]\w*$/;

/**
 * `declare`, `typeset`, `local`, `readonly`, `export`: the `NAME=value` and `NAME` operands. Array values were assigned
 * when the words were expanded.
 */
export function declare(program: string, argv: readonly Word[], frame: Frame, { span }: Launch): void {
  const { state } = frame;
  const { given, operands } = readOptions(argv, { short: '', long: [] });
  const names = given.pairs.map(([name]) => name);
  for (const one of argv.slice(operands)) {
    const set = assignedName(one);
    const name = set ?? textOf(one);
    if (name === undefined) continue;
    const [, element, text] =
      set === undefined ? (/^([A-Za-z_]\w*\[[\s\S]*?\])=([\s\S]*)$/.exec(name) ?? []) : [];
    if (element !== undefined) assignNamed(element, word(text ?? ''), frame, span);
    if (names.includes('f')) {
      if (program === 'export' || names.includes('x')) state.exportFunction(name);
      continue;
    }
    if (!NAME.test(name)) continue;
    const isLocal =
      (program === 'local' || program === 'declare') && !names.includes('g') && state.hide(name);
    for (const letter of names) {
      const attribute = Object.hasOwn(ATTRIBUTES, letter) ? ATTRIBUTES[letter] : undefined;
      if (attribute !== undefined) state.attribute(name, attribute);
    }
    if (names.includes('n')) {
      const referred = set === undefined ? undefined : textOf(assignedValue(one));
      if (referred !== undefined && /^[A-Za-z_]\w*$/.test(referred))
        state.setVariable(name, { reference: referred });
      else if (set !== undefined) {
        if (referred !== undefined) elementNamed(referred, frame, span);
        state.setVariable(name, undefined);
      }
      continue;
    }
    if (set !== undefined) {
      const value = assignedValue(one);
      const text = textOf(value);
      if (text?.startsWith('(') && text.endsWith(')') && isArrayName(name, names, frame)) {
        frame.engine.code(word(`${name}=${text}`), frame, { kind: 'script', span });
        continue;
      }
      const computes = state.attributes.get(name) === 'integer' && text !== undefined;
      assign(name, computes ? frame.engine.arithmetic(text, frame, span) : value, frame);
    } else {
      const before = state.variables.get(name);
      const makesArray = (names.includes('a') || names.includes('A')) && (isLocal || before === undefined);
      // An array's value was assigned when the words were expanded.
      if (before === undefined || !isArray(before)) {
        if (makesArray) state.setVariable(name, { elements: [] });
        else if (isLocal) state.setVariable(name, UNSET);
      }
    }
    if (program === 'export' ? !names.includes('n') : names.includes('x')) state.export(name);
  }
}

/** `declare -a 'A=(a b)'`: the text is read as an array's value. */
function isArrayName(name: string, given: readonly string[], { state }: Frame): boolean {
  return given.includes('a') || given.includes('A') || isArray(state.variables.get(name) ?? UNSET);
}

/** `unset x`, `unset 'a[1]'`, `unset -f f`. */
export function unset(argv: readonly Word[], frame: Frame, { span }: Launch): void {
  const { given, operands } = readOptions(argv, { short: '', long: [] });
  const { state } = frame;
  for (const one of argv.slice(operands)) {
    const name = textOf(one);
    if (name === undefined) continue;
    if (given.has('f')) state.undefine(name);
    else if (NAME.test(name)) {
      const variable = given.has('n') ? name : target(name, frame);
      state.setVariable(variable, UNSET);
      state.attribute(variable, undefined);
    } else {
      const element = elementNamed(name, frame, span);
      if (element !== undefined) unsetElement(element.array, element.key, frame);
    }
  }
}

function unsetElement(array: string, key: string | undefined, { state }: Frame): void {
  const value = state.variables.get(array);
  if (value === undefined || !isArray(value)) return;
  const keys = value.keys ?? value.elements.map((_, at) => String(at));
  const at = key === undefined || /^-|^[@*]$/.test(key) ? undefined : keys.indexOf(key);
  if (at === undefined) state.setVariable(array, undefined);
  else if (at >= 0)
    state.setVariable(array, { elements: value.elements.toSpliced(at, 1), keys: keys.toSpliced(at, 1) });
}

/** `set -- a b` and `set a b`; options alone change nothing that is followed. */
export function setPositional(argv: readonly Word[], frame: Frame, most: number): void {
  for (let at = 1; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    const dashes = text === '--';
    if (dashes || text === undefined || !/^[-+]/.test(text) || text === '-') {
      const rest = argv.slice(dashes || text === '-' ? at + 1 : at);
      if (rest.length > 0 || dashes) frame.state.positional = rest.slice(0, most);
      return;
    }
    // `-o pipefail`: the option's name is no operand.
    if (/^[-+][a-zA-Z]*o$/.test(text)) at++;
  }
}
