import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RampartError } from '../../src/core/error.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { encodeFrame, FrameReader } from '../../src/wire/frame.ts';

function readAll(...chunks: readonly (string | Buffer)[]): Readonly<Record<string, unknown>>[] {
  const reader = new FrameReader();
  const bodies: Readonly<Record<string, unknown>>[] = [];
  for (const chunk of chunks) {
    reader.push(Buffer.from(chunk));
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) bodies.push(frame.body);
  }
  return bodies;
}

function sized(bytes: number): string {
  return `{"x":"${'a'.repeat(bytes - 8)}"}`;
}

describe('well-formed streams', () => {
  it.each<[name: string, stream: string, bodies: readonly object[]]>([
    ['one frame', '{"a":1}\n', [{ a: 1 }]],
    ['several', '{"a":1}\n{"b":2}\n{}\n', [{ a: 1 }, { b: 2 }, {}]],
    ['one whose end has not come', '{"a":1}\n{"b"', [{ a: 1 }]],
    ['a carriage return before the newline', '{"a":1}\r\n', [{ a: 1 }]],
    ['white space inside', '{ "a" :\t1 }\n', [{ a: 1 }]],
    ['an escaped newline, NUL and quote', '{"a":"\\n\\u0000\\""}\n', [{ a: '\n\0"' }]],
    ['backslashes before the closing quote', '{"a":"\\\\","b":"\\\\\\""}\n', [{ a: '\\', b: '\\"' }]],
    ['brackets and colons in strings', '{"a:":"[{[{:","b":"}"}\n', [{ 'a:': '[{[{:', b: '}' }]],
    ['text beyond ASCII', '{"ä":"😀\u2028"}\n', [{ ä: '😀\u2028' }]],
    ['a lone surrogate, escaped', '{"a":"\\ud800"}\n', [{ a: '\ud800' }]],
    [
      'the same name in different objects',
      '{"a":{"a":1},"b":[{"a":2},{"a":3}]}\n',
      [{ a: { a: 1 }, b: [{ a: 2 }, { a: 3 }] }],
    ],
    ['names that objects inherit', '{"constructor":1,"toString":2}\n', [{ constructor: 1, toString: 2 }]],
  ])('are cut into frames: %s', (_, stream, bodies) => {
    expect(readAll(stream)).toEqual(bodies);
    expect(readAll(...[...Buffer.from(stream)].map(byte => Buffer.of(byte)))).toEqual(bodies);
  });

  it('come out the same however they are cut up', () => {
    const messages = fc.array(
      fc.dictionary(
        fc.string().filter(key => key !== '__proto__'),
        fc.jsonValue({ maxDepth: 4 }),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(messages, fc.array(fc.nat(60)), (bodies, cuts) => {
        const usable = bodies.filter(body => !JSON.stringify(body).includes('__proto__'));
        let rest = Buffer.concat(usable.map(encodeFrame));
        const chunks: Buffer[] = [];
        for (const cut of cuts) {
          chunks.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        expect(readAll(...chunks, rest)).toEqual(JSON.parse(JSON.stringify(usable)));
      }),
    );
  });

  it('leave nothing pending at their end', () => {
    const reader = new FrameReader();
    reader.push(Buffer.from('{}\n'));
    expect(reader.pending).toBe(true);
    reader.next();
    expect(reader.pending).toBe(false);
    reader.push(Buffer.from('{'));
    reader.next();
    expect(reader.pending).toBe(true);
  });
});

describe('what is no frame', () => {
  it.each<[name: string, stream: string | Buffer, code: string]>([
    ['another first byte', 'GET / HTTP/1.1\n', 'E_INPUT'],
    ['an empty line', '\n', 'E_INPUT'],
    ['a lone carriage return', '\r', 'E_INPUT'],
    ['a space first', ' {}\n', 'E_INPUT'],
    ['a byte order mark', '\ufeff{}\n', 'E_INPUT'],
    ['a NUL first', '\0', 'E_INPUT'],
    ['a list', '[]\n', 'E_INPUT'],
    ['a raw frame', Buffer.of(1, 9, 0, 0, 0, 1), 'E_VERSION'],
    ['a raw frame after one of JSON', Buffer.from('{}\n\x01'), 'E_VERSION'],
    ['an unclosed object', '{"a":1\n', 'E_INPUT'],
    ['two objects on a line', '{}{}\n', 'E_INPUT'],
    ['a NUL between tokens', '{\0}\n', 'E_INPUT'],
    ['a NUL in a string', '{"a":"\0"}\n', 'E_INPUT'],
    ['a control character in a string', '{"a":"\x1b"}\n', 'E_INPUT'],
    ['an unclosed string', '{"a":"\n', 'E_INPUT'],
    ['a string that ends in a backslash', '{"a\\\n', 'E_INPUT'],
    ['bytes that are not UTF-8', Buffer.from('{"a":"\xff"}\n', 'latin1'), 'E_INPUT'],
    ['an overlong encoding', Buffer.from('{"a":"\xc0\xaf"}\n', 'latin1'), 'E_INPUT'],
    ['an encoded surrogate', Buffer.from('{"a":"\xed\xa0\x80"}\n', 'latin1'), 'E_INPUT'],
    ['a name twice', '{"a":1,"a":2}\n', 'E_INPUT'],
    ['a name twice, spelled differently', '{"a":1,"\\u0061":2}\n', 'E_INPUT'],
    ['a name twice, deep inside', '{"x":[1,{"y":{"a":1,"b":2,"a":3}}]}\n', 'E_INPUT'],
    ['a member named __proto__', '{"__proto__":{"ok":true}}\n', 'E_INPUT'],
    ['a member named __proto__, escaped and inside', '{"a":[{"\\u005f_proto__":1}]}\n', 'E_INPUT'],
    ['numbers of other notations', '{"a":NaN}\n', 'E_INPUT'],
    ['comments', '{/**/}\n', 'E_INPUT'],
    ['a hundred thousand opening brackets', `{"a":${'['.repeat(100_000)}\n`, 'E_LIMIT'],
    ['more closing than opening', `{"a":1}${']'.repeat(1_000)}\n`, 'E_INPUT'],
  ])('is refused: %s', (_, stream, code) => {
    expect(() => readAll(stream)).toThrowError(expect.objectContaining({ code }));
  });

  it('is refused with a code or read, whatever bytes come', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom(...'{}[]":,\\ua0_\n\r\x01é '), maxLength: 60 })
        .map(text => Buffer.from(`{${text}`)),
    );
    fc.assert(
      fc.property(bytes, stream => {
        try {
          readAll(Buffer.from(stream));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RampartError);
        }
      }),
    );
  });
});

describe('caps', () => {
  it('lets a frame of exactly the cap pass, whole or in pieces', () => {
    const stream = `${sized(LIMITS.frameBytes)}\n`;
    expect(readAll(stream)).toHaveLength(1);
    expect(
      readAll(stream.slice(0, 1_000_000), stream.slice(1_000_000, 4_000_001), stream.slice(4_000_001)),
    ).toHaveLength(1);
    expect(encodeFrame(JSON.parse(sized(LIMITS.frameBytes)))).toHaveLength(LIMITS.frameBytes + 1);
  });

  it('refuses one byte more, before its end has come', () => {
    const tooMuch = sized(LIMITS.frameBytes + 1);
    const refusal = expect.objectContaining({ code: 'E_LIMIT' });
    expect(() => readAll(`${tooMuch}\n`)).toThrowError(refusal);
    expect(() => readAll(tooMuch.slice(0, 3_000_000), tooMuch.slice(3_000_000))).toThrowError(refusal);
    expect(() => encodeFrame(JSON.parse(tooMuch))).toThrowError(refusal);
  });

  it('reads to the depth that is allowed and no further', () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}\n`;
    expect(readAll(nested(LIMITS.frameDepth))).toHaveLength(1);
    expect(() => readAll(nested(LIMITS.frameDepth + 1))).toThrowError(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
  });

  it('takes the longest frame byte by byte', () => {
    const stream = Buffer.from(`${sized(LIMITS.frameBytes)}\n`);
    const reader = new FrameReader();
    let frames = 0;
    for (let at = 0; at < stream.length; at++) {
      reader.push(stream.subarray(at, at + 1));
      if (reader.next() !== undefined) frames++;
    }
    expect(frames).toBe(1);
  });
});
