import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { linesMatching } from './words.ts';

/** Programs that take commands line by line, of which some run a shell. */
interface Console {
  /** Where the code stands in a line: the first group that matched. */
  readonly line: RegExp;
  /** Options whose value is read as such lines. */
  readonly options: readonly string[];
  /** Operands are lines, too, from this one on. */
  readonly operands?: number;
}

const SQLITE: Console = {
  line: /^\s*\.(?:(?:shell|system)\s+|(?:import|output|once|read)\s+["']?\|)(.+?)["']?\s*$/,
  options: ['-cmd', '--cmd', '-c'],
  operands: 2,
};
const PSQL: Console = {
  line: /\\(?:!\s*|(?:o|g|w)\s+\||copy\s.*?\b(?:program|PROGRAM)\s+')(.+?)'?\s*$/,
  options: ['-c', '--command'],
};
const MYSQL: Console = {
  line: /^\s*(?:\\!|system\s|\\P\s)\s*(.+?);?\s*$/,
  options: ['-e', '--execute', '--init-command'],
};
const CALLS: Console = { line: /^\s*!\s*(.+)$/, options: ['-e', '-c'] };

const CONSOLES: Readonly<Record<string, Console>> = {
  sqlite3: SQLITE,
  sqlite: SQLITE,
  duckdb: SQLITE,
  psql: PSQL,
  mysql: MYSQL,
  mariadb: MYSQL,
  dc: { line: /^[^#[]*!(?![<>=])(.+)$/, options: ['-e', '--expression'] },
  ftp: CALLS,
  lftp: CALLS,
  sftp: CALLS,
  m4: { line: /\b(?:esyscmd|syscmd)\(`?(.+?)'?\)/, options: [] },
  gnuplot: { line: /(?:^|;)\s*(?:!|(?:system|shell)\s*\(?\s*["'])(.+?)["']?\)?\s*$/, options: ['-e'] },
  newgrp: { line: /^(.+)$/, options: [] },
};

function console(of: Console): (argv: readonly Word[], input: Word | undefined) => readonly Inner[] {
  return (argv, input) => {
    const given = argv.flatMap((one, at) => {
      const text = textOf(one) ?? '';
      const name = of.options.find(option => text === option || text.startsWith(`${option}=`));
      if (name !== undefined)
        return text === name ? argv.slice(at + 1, at + 2) : [word(text.slice(name.length + 1))];
      return of.operands !== undefined && at >= of.operands && !text.startsWith('-') ? [one] : [];
    });
    return [...given, ...(input === undefined ? [] : [input])].flatMap(one =>
      linesMatching(word(literalText(one)), of.line),
    );
  };
}

export const CONSOLE_SINKS: Sinks = Object.fromEntries(
  Object.entries(CONSOLES).map(([name, one]) => [name, console(one)]),
);
