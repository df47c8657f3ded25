import { LIMITS } from '../../core/limits.ts';
import { callCode, member } from './dotnet.ts';
import { ALIASES, programCode, quotedCode, variableCode } from './names.ts';

/** It is not read: too deep, or too long. */
class Unread extends Error {}

/**
 * PowerShell as shell code that starts the same programs, with the same pipes and substitutions, or undefined where it
 * is too much. Cmdlets and parameters are in lower case and under their full names. A small reader: statements,
 * pipelines, strings, variables, script blocks and the calls of .NET by which code is fetched, decoded and files
 * are deleted (about_Language_Keywords, about_Quoting_Rules, about_Pipelines); operators are read as words.
 */
export function powershellAsShell(text: string): string | undefined {
  if (text.length > LIMITS.powershellBytes) return undefined;
  try {
    return new Reader(text).statements('');
  } catch (thrown) {
    if (thrown instanceof Unread) return undefined;
    throw thrown;
  }
}

const KEYWORD =
  /(?:if|elseif|else|while|until|foreach|for|switch|try|catch|finally|do|function|filter|param|return|throw|trap|begin|process|end|exit)(?=[\s({]|$)/iy;
const BLANK = /(?:[ \t\u00a0]|`\r?\n|<#[\s\S]{0,2000}?#>|#[^\n]*)+/y;
const SEPARATOR = /[\r\n;]+/y;
const ASSIGNMENT = /\$(?:\w+:)?(\w+)\s*(?:\+|-|\?\?)?=(?!=)/y;
const TYPE = /\[[\w.,[\] ]{1,200}\]/y;
const REDIRECT = /(?:\d|\*)?>(>?)(?:&\d)?/y;
const VARIABLE = /\$(?:(?:env|global|script|local|private|using):)?(\w+|[?$^_])|\$\{(?:env:)?([^}]*)\}/iy;
const MEMBER = /(?:\.|::)(\w+)/y;
const BARE = /(?:[^\s'"`$();|{}&,<>@#]|[@#](?=\S))+/y;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Statements up to a closing character, which is taken, too; one a line. */
  statements(close: string): string {
    if (++this.#depth > LIMITS.scanDepth) throw new Unread();
    const lines: string[] = [];
    for (;;) {
      while (this.#take(BLANK) !== undefined || this.#take(SEPARATOR) !== undefined);
      const char = this.#text[this.#at];
      if (char === undefined) break;
      if (char === ')' || char === '}') {
        this.#at++;
        if (char === close) break;
        continue;
      }
      const before = this.#at;
      lines.push(this.#statement());
      if (this.#at === before) this.#at++;
    }
    this.#depth--;
    return lines.filter(line => line !== '').join('\n');
  }

  #statement(): string {
    const keyword = this.#take(KEYWORD)?.[0].toLowerCase();
    if (keyword === undefined) return this.#pipeline();
    const lines: string[] = [];
    if (keyword === 'function' || keyword === 'filter') this.#take(/\s*[\w:-]+/y);
    for (;;) {
      this.#take(/\s+/y);
      if (this.#take(/\(\s*\$\w+\s+in\s+/iy) !== undefined || this.#take(/\(/y) !== undefined)
        lines.push(this.statements(')'));
      else if (this.#take(/\{/y) !== undefined) lines.push(this.statements('}'));
      else if (this.#take(TYPE) === undefined) break;
    }
    if (keyword === 'return' || keyword === 'throw') lines.push(this.#pipeline());
    return lines.join('\n');
  }

  #pipeline(): string {
    let code = '';
    for (;;) {
      this.#take(BLANK);
      const element = this.#element();
      // Without a path of its own it takes what comes through the pipe.
      const piped = code !== '' && /^(?:remove-item|clear-content)(?: -[a-z]+)*$/.test(element);
      code += piped ? `xargs ${element}` : element;
      this.#take(BLANK);
      const operator = this.#take(/\|\||&&|\|\s*/y)?.[0].trim();
      if (operator === undefined) break;
      code += ` ${operator} `;
    }
    // `&` behind a command runs it beside the others.
    this.#take(/&(?!&)/y);
    return code.replace(/(?:\s*(?:\|\||&&|\|))+\s*$/, '').replace(/^(?:\s*(?:\|\||&&|\|))+\s*/, '');
  }

  #element(): string {
    const assigned = this.#take(ASSIGNMENT);
    if (assigned !== undefined) {
      const value = this.#pipeline();
      const plain = /^printf %s (\S+|'[^']*')$/.exec(value)?.[1];
      return `${assigned[1]}=${plain ?? `"$(${value}\n)"`}`;
    }
    this.#take(/(?:&|\.)\s+|&(?=["'$({])/y);
    while (this.#take(/\[[\w.]{1,200}\](?=[$('"@[])/y) !== undefined);
    const char = this.#text[this.#at] ?? '';
    if (char === '{') {
      this.#at++;
      return grouped(this.statements('}'));
    }
    if (char === '(' || this.#take(/@(?=\()/y) !== undefined) {
      this.#at++;
      return this.#members(grouped(this.statements(')')));
    }
    const type = this.#take(TYPE)?.[0];
    if (type !== undefined) return this.#members('', type);
    if (char === '$' || char === '"' || char === "'") {
      const program = this.#word();
      // `& 'C:\\x.exe' -a`: a string is called; alone it is a value.
      const args = this.#arguments();
      return args.words.length === 0
        ? `printf %s ${program}${args.after}`
        : `${program} ${args.words.join(' ')}${args.after}`;
    }
    const program = this.#bare();
    if (program === '') return '';
    const { words, after } = this.#arguments();
    return [nameOf(program), ...words].join(' ') + after;
  }

  /** Arguments of a command, then what its redirects and script blocks come to. */
  #arguments(): { readonly words: string[]; readonly after: string } {
    const words: string[] = [];
    const blocks: string[] = [];
    let redirects = '';
    for (;;) {
      this.#take(BLANK);
      const char = this.#text[this.#at];
      if (char === undefined || /[\r\n;|)}&]/.test(char)) break;
      const redirect = this.#take(REDIRECT);
      if (redirect !== undefined) {
        if (redirect[0].includes('&')) continue;
        this.#take(BLANK);
        const target = this.#word();
        if (target !== '') redirects += ` >${redirect[1] ?? ''} ${target}`;
      } else if (char === '{') {
        this.#at++;
        blocks.push(this.statements('}'));
      } else if (this.#take(/@\{/y) !== undefined) this.statements('}');
      else if (char === ',' || char === '<') this.#at++;
      else if (char === '(' || this.#take(/@(?=\()/y) !== undefined) {
        this.#at++;
        words.push(`"$(${this.#members(grouped(this.statements(')')))}\n)"`);
      } else words.push(...this.#argument());
    }
    return { words, after: redirects + blocks.map(block => (block === '' ? '' : `\n${block}`)).join('') };
  }

  /** `-Name:value` is two words; names have no case. */
  #argument(): string[] {
    const parameter = this.#take(/-([A-Za-z]\w*)(:)?/y);
    if (parameter !== undefined) {
      const name = `-${(parameter[1] ?? '').toLowerCase()}`;
      if (parameter[2] === undefined) return [name + this.#word()];
      this.#take(BLANK);
      const value = this.#word();
      return value === '' ? [name] : [name, value];
    }
    const type = this.#take(/\[[\w.]{1,200}\](?=::)/y)?.[0];
    if (type !== undefined) return [`"$(${this.#members('', type)}\n)"`];
    const before = this.#at;
    const word = this.#word();
    if (this.#at === before) this.#at++;
    return word === '' ? [] : [word];
  }

  /** One word: strings, variables and plain text side by side. */
  #word(): string {
    let code = '';
    for (;;) {
      const char = this.#text[this.#at];
      if (char === "'") code += this.#single();
      else if (char === '"') code += this.#double();
      else if (char === '$') code += this.#dollar();
      else if (char === '`') {
        code += quotedCode(this.#text[this.#at + 1] ?? '');
        this.#at += 2;
      } else {
        const plain = this.#bare();
        if (plain === '') return code;
        code += quotedCode(plain);
      }
    }
  }

  #bare(): string {
    return this.#take(BARE)?.[0] ?? '';
  }

  #single(): string {
    const found = this.#take(/'((?:[^']|'')*)'?/y);
    return quotedCode((found?.[1] ?? '').replaceAll("''", "'"));
  }

  #double(): string {
    let code = '';
    this.#at++;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) return code;
      if (this.#take(/""/y) !== undefined) code += quotedCode('"');
      else if (char === '"') {
        this.#at++;
        return code;
      } else if (char === '$') code += this.#dollar();
      else {
        const plain = this.#take(/[^"$`]+|`[\s\S]?/y)?.[0] ?? '';
        code += quotedCode(plain.startsWith('`') ? escaped(plain[1] ?? '') : plain);
      }
    }
  }

  #dollar(): string {
    if (this.#take(/\$\(/y) !== undefined) return `"$(${this.statements(')')}\n)"`;
    const found = this.#take(VARIABLE);
    if (found === undefined) {
      this.#at++;
      return quotedCode('$');
    }
    const variable = variableCode(found[1] ?? found[2] ?? '');
    const value = this.#members(`printf %s ${variable}`);
    return value === `printf %s ${variable}` ? variable : `"$(${value}\n)"`;
  }

  /** `.Content`, `.DownloadString('…')`, `::FromBase64String('…')` behind a value. */
  #members(value: string, type = ''): string {
    let code = value;
    let path = type.toLowerCase();
    for (let found = this.#take(MEMBER); found !== undefined; found = this.#take(MEMBER)) {
      path = member(path, (found[1] ?? '').toLowerCase());
      if (this.#take(/\(/y) === undefined) continue;
      code = callCode(path, this.#callArguments(), code);
    }
    this.#take(/\[[^\]]{0,200}\]/y);
    return code;
  }

  #callArguments(): string[] {
    if (++this.#depth > LIMITS.scanDepth) throw new Unread();
    const words: string[] = [];
    for (;;) {
      this.#take(/(?:\s|,)+/y);
      const char = this.#text[this.#at];
      if (char === undefined || char === ')') {
        this.#at++;
        this.#depth--;
        return words;
      }
      if (char === '(') {
        this.#at++;
        words.push(`"$(${this.#members(grouped(this.statements(')')))}\n)"`);
      } else if (char === '{') {
        this.#at++;
        this.statements('}');
      } else words.push(...this.#argument());
    }
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === '') return undefined;
    this.#at += found[0].length;
    return found;
  }
}

function nameOf(program: string): string {
  const name = program.toLowerCase().replace(/\.(?:exe|ps1)$/, '');
  return programCode(ALIASES.get(name) ?? name);
}

function grouped(code: string): string {
  return code.includes('\n') ? `{ ${code}\n}` : code;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '', a: '', b: '' };

function escaped(char: string): string {
  return ESCAPES[char] ?? char;
}
