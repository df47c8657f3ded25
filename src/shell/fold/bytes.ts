import { isUtf8 } from 'node:buffer';

/**
 * Bytes that are no UTF-8, and NUL, are carried in text as lone surrogates U+DC00 + byte (as Python's
 * "surrogateescape", PEP 383, does), so that what one program writes another can decode: gzip inside base64.
 */
const ESCAPE = 0xdc00;
const ESCAPES = /[\udc00-\udcff]/u;

/** The bytes as text; nothing is lost. */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const width = sequenceWidth(bytes[at] ?? 0);
    const piece = bytes.subarray(at, at + width);
    if (width > 0 && piece.length === width && isUtf8(piece)) {
      text += piece.toString('utf8');
      at += width;
    } else text += String.fromCharCode(ESCAPE + (bytes[at++] ?? 0));
  }
  return text;
}

/** The bytes a text stands for. */
export function bytesOfText(text: string): Buffer {
  if (!ESCAPES.test(text)) return Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (const piece of text.split(/([\udc00-\udcff])/u)) {
    const code = piece.charCodeAt(0);
    const escaped = piece.length === 1 && code >= ESCAPE && code <= ESCAPE + 0xff;
    pieces.push(escaped ? Buffer.of(code - ESCAPE) : Buffer.from(piece, 'utf8'));
  }
  return Buffer.concat(pieces);
}

/** Text as an argument or a substitution holds it: bash drops NUL bytes there. */
export function withoutNul(text: string): string {
  return text.includes('\udc00') ? text.replace(/\udc00/gu, '') : text;
}

/** Bytes of the UTF-8 sequence that begins with this byte; 0 when none does (NUL counts as none). */
function sequenceWidth(first: number): number {
  if (first === 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}
