/** Bits of a buffer, most significant first. */
class Bits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @throws RangeError past the end */
  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('the text ends too early');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }
}

const BLOCK = 0x314159265359;
const END = 0x177245385090;
const GROUP = 50;

/**
 * What a bzip2 stream was before (the format as bzip2-1.0 writes it: run lengths, Burrows-Wheeler, move to front,
 * Huffman). Checksums are not looked at: a damaged stream gives text that no shell makes sense of.
 * @throws RangeError for anything that is not one, or longer than `most` bytes
 */
export function unbzip2(bytes: Buffer, most: number): Buffer {
  const bits = new Bits(bytes);
  if (bits.read(24) !== 0x425a68) throw new RangeError('not bzip2');
  const size = (bits.read(8) - 0x30) * 100_000;
  if (size < 100_000 || size > 900_000) throw new RangeError('not bzip2');
  const written: Buffer[] = [];
  let total = 0;
  for (let magic = bits.read(48); magic !== END; magic = bits.read(48)) {
    if (magic !== BLOCK) throw new RangeError('not a bzip2 block');
    bits.read(32);
    const block = unrun(readBlock(bits, Math.min(size, most)), most - total);
    total += block.length;
    written.push(block);
  }
  return Buffer.concat(written);
}

function readBlock(bits: Bits, most: number): Buffer {
  if (bits.read(1) === 1) throw new RangeError('randomised blocks are no longer written');
  const origin = bits.read(24);
  const symbols = readSymbols(bits);
  const groups = bits.read(3);
  const selectors = readSelectors(bits, groups);
  const tables = Array.from({ length: groups }, () => new Huffman(bits, symbols.length + 2));
  const end = symbols.length + 1;
  const columns: number[] = [];
  let run = 0;
  let weight = 1;
  for (let read = 0; ; read++) {
    const table = tables[selectors[Math.floor(read / GROUP)] ?? -1];
    if (table === undefined) throw new RangeError('a block without a table');
    const symbol = table.read(bits);
    if (symbol < 2) {
      run += weight * (symbol + 1);
      weight *= 2;
      if (run > most) throw new RangeError('too long');
      continue;
    }
    for (const [first = 0] = symbols; run > 0; run--) columns.push(first);
    weight = 1;
    if (symbol === end) break;
    const [moved = 0] = symbols.splice(symbol - 1, 1);
    symbols.unshift(moved);
    columns.push(moved);
    if (columns.length > most) throw new RangeError('too long');
  }
  return untransform(columns, origin);
}

/** The bytes that occur, from a map of maps. */
function readSymbols(bits: Bits): number[] {
  const ranges = bits.read(16);
  const symbols: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const used = bits.read(16);
    for (let low = 0; low < 16; low++) if ((used & (0x8000 >> low)) !== 0) symbols.push(range * 16 + low);
  }
  return symbols;
}

/** Which table each group of symbols uses, moved to front. */
function readSelectors(bits: Bits, groups: number): number[] {
  const order = Array.from({ length: groups }, (_, index) => index);
  return Array.from({ length: bits.read(15) }, () => {
    let at = 0;
    while (bits.read(1) === 1) if (++at >= groups) throw new RangeError('no such table');
    const [moved = 0] = order.splice(at, 1);
    order.unshift(moved);
    return moved;
  });
}

/** Canonical Huffman codes, read as differences of their lengths. */
class Huffman {
  readonly #codes = new Map<number, number>();

  constructor(bits: Bits, count: number) {
    let length = bits.read(5);
    const lengths: number[] = [];
    for (let symbol = 0; symbol < count; symbol++) {
      while (bits.read(1) === 1) length += bits.read(1) === 1 ? -1 : 1;
      if (length < 1 || length > 20) throw new RangeError('no such code');
      lengths.push(length);
    }
    let code = 0;
    for (let long = 1; long <= 20; long++, code <<= 1)
      lengths.forEach((each, symbol) => {
        if (each === long) this.#codes.set((1 << long) | code++, symbol);
      });
  }

  read(bits: Bits): number {
    for (let code = 1, length = 1; length <= 20; length++) {
      code = (code << 1) | bits.read(1);
      const symbol = this.#codes.get(code);
      if (symbol !== undefined) return symbol;
    }
    throw new RangeError('no such code');
  }
}

/** The Burrows-Wheeler transform backwards. */
function untransform(columns: readonly number[], origin: number): Buffer {
  const starts = new Array<number>(257).fill(0);
  for (const byte of columns) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
  for (let byte = 1; byte <= 256; byte++) starts[byte] = (starts[byte] ?? 0) + (starts[byte - 1] ?? 0);
  const next = new Uint32Array(columns.length);
  columns.forEach((byte, at) => {
    next[starts[byte] ?? 0] = at;
    starts[byte] = (starts[byte] ?? 0) + 1;
  });
  const bytes = Buffer.alloc(columns.length);
  for (let at = next[origin] ?? 0, to = 0; to < bytes.length; to++) {
    bytes[to] = columns[at] ?? 0;
    at = next[at] ?? 0;
  }
  return bytes;
}

/** Four equal bytes are followed by how many more there are. */
function unrun(bytes: Buffer, most: number): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  let equal = 0;
  let from = 0;
  const push = (piece: Buffer): void => {
    total += piece.length;
    if (total > most) throw new RangeError('too long');
    pieces.push(piece);
  };
  for (let at = 0; at < bytes.length; at++) {
    equal = at > from && bytes[at] === bytes[at - 1] ? equal + 1 : 1;
    if (equal < 4) continue;
    push(bytes.subarray(from, at + 1));
    push(Buffer.alloc(bytes[at + 1] ?? 0, bytes[at] ?? 0));
    at++;
    from = at + 1;
    equal = 0;
  }
  push(bytes.subarray(from));
  return Buffer.concat(pieces);
}
