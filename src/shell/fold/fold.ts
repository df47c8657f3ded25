import { LIMITS } from '../../core/limits.ts';
import { readOptions } from '../../core/options.ts';
import { EMPTY_WORD, literalText, type Word } from '../../core/word.ts';
import { mkdir, takeAway } from '../files/directories.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { baseTool, openssl } from './base.ts';
import { decompress } from './compress.ts';
import { cut } from './cut.ts';
import { echo } from './echo.ts';
import { cat, copy, dd, tee } from './file-tools.ts';
import { od, xxd } from './hex.ts';
import { fold as foldLines, head, rev, seq, sort, tac, tail } from './lines.ts';
import { mktemp } from './mktemp.ts';
import { basename, dirname, pwd, realpath } from './paths.ts';
import { printf } from './printf.ts';
import { sed } from './sed.ts';
import { tr } from './tr.ts';
import { whereIs } from './where-is.ts';

/** What a program writes to its standard output, from its arguments and what it can read. */
type Producer = (argv: readonly Word[], frame: Frame, launch: Launch) => Output;

const PRODUCERS: Readonly<Record<string, Producer>> = {
  echo,
  printf,
  cat,
  tee,
  cp: copy,
  mv: (argv, frame) => {
    takeAway(argv.slice(0, -1), frame);
    return copy(argv, frame);
  },
  mkdir,
  rm: (argv, frame) => {
    const { given } = readOptions(argv, { short: '', long: [] });
    if (given.has('r', 'R', 'recursive')) takeAway(argv, frame);
    return given.has('v', 'verbose', 'i', 'I') ? undefined : EMPTY_WORD;
  },
  rmdir: (argv, frame) => {
    takeAway(argv, frame);
    return undefined;
  },
  ln: copy,
  install: copy,
  dd,
  base64: baseTool,
  gbase64: baseTool,
  base32: baseTool,
  basenc: baseTool,
  openssl,
  xxd,
  od,
  gzip: decompress,
  gunzip: decompress,
  zcat: decompress,
  gzcat: decompress,
  pigz: decompress,
  unpigz: decompress,
  bzip2: decompress,
  bunzip2: decompress,
  bzcat: decompress,
  'zlib-flate': decompress,
  head,
  tail,
  tac,
  rev,
  fold: foldLines,
  sort,
  cut,
  tr,
  sed,
  seq,
  basename,
  dirname,
  pwd,
  mktemp,
  realpath,
  readlink: realpath,
  // One name is one line; what options of it print is not said here.
  which: (argv, frame) => (argv.length === 2 ? whereIs(argv[1], frame) : undefined),
};

/** The output of `program`, where it can be computed; undefined otherwise. */
export function fold(program: string, argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const producer = Object.hasOwn(PRODUCERS, program) ? PRODUCERS[program] : undefined;
  const output = producer?.(argv, frame, launch);
  if (output === undefined) return undefined;
  const size = literalText(output).length;
  frame.recorder.step(size / 64);
  return size > LIMITS.foldBytes ? undefined : output;
}
