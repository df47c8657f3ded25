import type { Random } from '../shell/rewrite/random.ts';

/** Pieces that change how what stands around them is read, in any of the languages. */
const TOKENS =
  '\' " ` \\ $ ${ } $( ) (( )) ; & && | || < > << <<- <<< <( # // /* */ \n \r \t \0 ! * ? [ ] [[ ]] ~ = += => -> :: : , . .. @ % ^ - + { {} () [] if else for in do done while def lambda function sub return end class import from require eval exec system f" r" b" """ \'\'\' q{ qq( qx` s/ m# =~ <<A <<~A %x( %w[ #{ ${{ \\x41 \\u{41} 0x7f 1e9 -1 a=b __END__ =pod ?> <?php \u00a0 \ufdd0 \ud800 😀 null true {"a": &a *a !!x | - '
    .split(' ')
    .filter(one => one !== '');

/**
 * Another input made of `input`, by one to five small changes.
 * @param donor an input whose pieces are put in
 */
export function mutate(input: Buffer, donor: Buffer, random: Random, most: number): Buffer {
  let result = input;
  for (let left = 1 + random.below(5); left > 0; left--) {
    const at = random.below(result.length + 1);
    const length = Math.min(1 + random.below(1 << random.below(8)), result.length - at);
    const [head, piece, tail] = [
      result.subarray(0, at),
      result.subarray(at, at + length),
      result.subarray(at + length),
    ];
    result = Buffer.concat(changed(random, head, piece, tail, donor)).subarray(0, most);
  }
  return result;
}

function changed(
  random: Random,
  head: Buffer,
  piece: Buffer,
  tail: Buffer,
  donor: Buffer,
): readonly Buffer[] {
  const token = Buffer.from(TOKENS[random.below(TOKENS.length)] ?? '');
  switch (random.below(8)) {
    case 0:
      return [head, tail];
    case 1:
      return [head, token, piece, tail];
    case 2:
      return [head, token, tail];
    case 3:
      return [head, ...Array<Buffer>(2 + random.below(1 << random.below(7))).fill(piece), tail];
    case 4: {
      const from = random.below(donor.length + 1);
      return [head, donor.subarray(from, from + 1 + random.below(1 << random.below(8))), piece, tail];
    }
    case 5:
      return [head, Buffer.from([random.below(256)]), piece.subarray(1), tail];
    case 6:
      return [head, token, piece, token, tail];
    default:
      return [tail, piece, head];
  }
}
