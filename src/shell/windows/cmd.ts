import { CMD_NAMES, programCode, quotedCode, variableCode } from './names.ts';

/**
 * Code for cmd.exe as shell code that starts the same programs: separators, quotes, `^`, `%NAME%`, redirects; `if` and
 * `for` are read for what stands behind them (learn.microsoft.com, "Windows commands").
 */
export function cmdAsShell(text: string): string {
  const out: string[] = [];
  let word = '';
  let words = 0;
  const end = (): void => {
    if (word === '') return;
    out.push(words === 0 ? program(word) : word);
    words = /^(?:'@?(?:call|do|else|echo\.)')$/i.test(word) ? 0 : words + 1;
    word = '';
  };
  const stop = (separator: string): void => {
    end();
    out.push(separator);
    words = 0;
  };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const variable = /^%([A-Za-z_()]\w*(?:\(x86\))?)%/.exec(rest);
    const quoted = /^"([^"]*)"?/.exec(rest);
    const separator = /^(?:&&|\|\||[&|\r\n()]+)/.exec(rest)?.[0];
    const redirect = /^\d?>>?(?:&\d)?\s*/.exec(rest)?.[0];
    if (variable !== null) {
      word += variableCode(variable[1] ?? '');
      at += variable[0].length;
    } else if (quoted !== null) {
      word += inQuotes(quoted[1] ?? '');
      at += quoted[0].length;
    } else if (redirect !== undefined) {
      end();
      if (!/&\d/.test(redirect)) out.push(redirect.includes('>>') ? '>>' : '>');
      at += redirect.length;
    } else if (separator !== undefined) {
      stop(separator === '&&' || separator === '||' || separator === '|' ? separator : '\n');
      at += separator.length;
    } else if (/^\s/.test(rest)) {
      end();
      at++;
    } else {
      const [, caret, plain] = /^(?:\^([\s\S]?)|([^\s%"&|()<>^]+|[\s\S]))/.exec(rest) ?? [];
      word += quotedCode(caret ?? plain ?? '');
      at += caret === undefined ? (plain ?? ' ').length : caret.length + 1;
    }
  }
  end();
  return withoutConditions(out.join(' '));
}

function inQuotes(text: string): string {
  return text
    .split(/(%\w+%)/)
    .map(piece => (/^%\w+%$/.test(piece) ? variableCode(piece.slice(1, -1)) : quotedCode(piece)))
    .join('');
}

/** Names are looked up without case; `@` keeps a line from being shown. */
function program(word: string): string {
  const plain = word.replaceAll("'", '').replace(/^@/, '').toLowerCase();
  if (!/^[\w.-]+$/.test(plain)) return word;
  const name = plain.replace(/\.(?:exe|com)$/, '');
  return programCode(CMD_NAMES.get(name) ?? name);
}

/** `if exist x cmd` and `for %i in (…) do cmd` run `cmd`. */
function withoutConditions(code: string): string {
  return code
    .replace(/^'if'(?: '\/i')?(?: 'not')? (?:'exist' \S+|'defined' \S+|'errorlevel' \S+|\S+ '==' \S+)/gm, '')
    .replace(/'do' /g, '\n');
}
