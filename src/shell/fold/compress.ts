import { gunzipSync, inflateSync } from 'node:zlib';
import { LIMITS } from '../../core/limits.ts';
import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { unbzip2 } from './bzip2.ts';
import { decodedBy, inputOf } from './input.ts';

const CODECS = {
  // A bomb ends at the cap.
  gzip: (bytes: Buffer): Buffer => gunzipSync(bytes, { maxOutputLength: LIMITS.foldBytes }),
  zlib: (bytes: Buffer): Buffer => inflateSync(bytes, { maxOutputLength: LIMITS.foldBytes }),
  bzip2: (bytes: Buffer): Buffer => unbzip2(bytes, LIMITS.foldBytes),
};

type Codec = keyof typeof CODECS;

/** A text as it was before it was compressed; undefined when it was not. */
export function decompressed(codec: Codec, input: Output, frame: Frame, span: Launch['span']): Output {
  return decodedBy(
    codec,
    input,
    text => {
      try {
        return textOfBytes(CODECS[codec](bytesOfText(text)));
      } catch {
        // Not of this format, or past the cap.
        return undefined;
      }
    },
    frame,
    span,
  );
}

/** Programs that write what a compressed text was, without being told to decompress. */
const ALWAYS: Readonly<Record<string, Codec>> = {
  gunzip: 'gzip',
  zcat: 'gzip',
  gzcat: 'gzip',
  unpigz: 'gzip',
  bunzip2: 'bzip2',
  bzcat: 'bzip2',
};

const WHEN_TOLD: Readonly<Record<string, Codec>> = {
  gzip: 'gzip',
  pigz: 'gzip',
  bzip2: 'bzip2',
  'zlib-flate': 'zlib',
};

/** `gzip -dc`, `gunzip`, `zcat`, `bzcat`, `zlib-flate -uncompress`, from standard input or with `-c`. */
export function decompress(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const program =
    textOf(argv[0] ?? [])
      ?.split('/')
      .at(-1) ?? '';
  if (program === 'zlib-flate')
    return textOf(argv[1] ?? []) === '-uncompress'
      ? decompressed('zlib', inputOf([], frame, span), frame, span)
      : undefined;
  const { given, operands } = readArguments(argv, { short: 'S', long: ['suffix'] });
  const told = given.has('d', 'decompress', 'uncompress');
  const codec = ALWAYS[program] ?? (told ? WHEN_TOLD[program] : undefined);
  if (codec === undefined || given.has('l', 't', 'list', 'test')) return undefined;
  // Without `-c` a file that is named is replaced by its content, and nothing is written here.
  const shows = program.endsWith('cat') || given.has('c', 'stdout', 'to-stdout');
  if (operands.length > 0 && !shows) return undefined;
  return decompressed(
    given.has('z', 'zlib') && program === 'pigz' ? 'zlib' : codec,
    inputOf(operands, frame, span),
    frame,
    span,
  );
}
