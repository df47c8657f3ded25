import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../src/audit/proof.ts';
import { CompactRange, EMPTY_ROOT, leafHash, peaksOf, type ReadNode } from '../../src/audit/tree.ts';
import { referenceRoot } from './reference-tree.ts';

/** Leaves and roots of certificate-transparency's merkle_tree_test.cc, the reference every implementation quotes. */
const CT_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex => Buffer.from(hex, 'hex'));

const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

interface Grown {
  readonly read: ReadNode;
  readonly roots: readonly Buffer[];
  readonly leaves: readonly Buffer[];
}

function grow(leaves: readonly Buffer[]): Grown {
  const nodes = new Map<string, Buffer>();
  const range = new CompactRange();
  const roots = [range.root()];
  for (const leaf of leaves) {
    for (const node of range.append(leafHash(leaf))) nodes.set(`${node.level}/${node.index}`, node.hash);
    roots.push(range.root());
  }
  return {
    read: (level, index) => nodes.get(`${level}/${index}`) ?? expect.fail(`no node ${level}/${index}`),
    roots,
    leaves: leaves.map(leafHash),
  };
}

const numbered = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => Buffer.from(`leaf ${index}`));

describe('the tree', () => {
  it.each(CT_ROOTS.map((root, index) => [index + 1, root] as const))(
    'over the first %i reference leaves has the reference root',
    (count, root) => {
      expect(grow(CT_LEAVES.slice(0, count)).roots[count]?.toString('hex')).toBe(root);
    },
  );

  it('of nothing has the hash of nothing for its root', () => {
    expect(new CompactRange().root()).toEqual(EMPTY_ROOT);
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('streams to the same root as the recursive definition, for every size to 260', () => {
    const leaves = numbered(260);
    const { roots } = grow(leaves);
    for (let size = 0; size <= leaves.length; size++)
      expect(roots[size]).toEqual(referenceRoot(leaves.slice(0, size)));
  });

  it('returns each complete node once, when its last leaf arrives', () => {
    const range = new CompactRange();
    const seen: string[] = [];
    for (const leaf of numbered(8))
      seen.push(
        range
          .append(leafHash(leaf))
          .map(node => `${node.level}/${node.index}`)
          .join(' '),
      );
    expect(seen).toEqual([
      '0/0',
      '0/1 1/0',
      '0/2',
      '0/3 1/1 2/0',
      '0/4',
      '0/5 1/2',
      '0/6',
      '0/7 1/3 2/1 3/0',
    ]);
  });

  it('goes on from stored nodes as if it had never stopped', () => {
    const leaves = numbered(100);
    const grown = grow(leaves);
    for (let size = 0; size < leaves.length; size++) {
      const range = CompactRange.load(size, grown.read);
      const copy = range.copy();
      range.append(leafHash(leaves[size]!));
      expect(range.root()).toEqual(grown.roots[size + 1]);
      expect(copy.root()).toEqual(grown.roots[size]);
      expect(copy.size).toBe(size);
    }
  });

  it('takes whole subtrees in their place and nowhere else', () => {
    const grown = grow(numbered(12));
    const range = new CompactRange();
    range.append(grown.read(3, 0), 3);
    range.append(grown.read(2, 2), 2);
    expect(range.root()).toEqual(grown.roots[12]);
    expect(() => range.append(grown.read(3, 0), 3)).toThrow(RangeError);
  });

  it('knows the peaks of large sizes exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), size => {
        const widths = peaksOf(size).map(peak => 2 ** peak.level);
        expect(widths.reduce((sum, width) => sum + width, 0)).toBe(size);
        expect(widths).toEqual([...new Set(widths)].sort((a, b) => b - a));
      }),
    );
  });
});

describe('proofs', () => {
  const names = (grown: Grown): Map<string, string> => {
    const of = new Map<string, string>();
    for (const [level, letters] of ['abcdefj', 'ghi', 'k'].entries())
      for (const [index, letter] of [...letters].entries())
        of.set(grown.read(level, level === 0 && letter === 'j' ? 6 : index).toString('hex'), letter);
    return of;
  };
  const spell = (grown: Grown, proof: readonly Buffer[]): string => {
    const known = names(grown);
    return proof.map(hash => known.get(hash.toString('hex')) ?? 'l').join(' ');
  };

  // The shapes of the example in RFC 6962 2.1.3: leaves d0..d6 hash to a..f and j; g = ab, h = cd, i = ef, k = gh, l = ij.
  it.each([
    [0, 'b h l'],
    [3, 'c g l'],
    [4, 'f j k'],
    [6, 'i k'],
  ])('leaf %i of seven is proved by %s', (index, proof) => {
    const grown = grow(numbered(7));
    expect(spell(grown, inclusionProof(index, 7, grown.read))).toBe(proof);
  });

  it.each([
    [3, 'c d g l'],
    [4, 'l'],
    [6, 'i j k'],
  ])('seven leaves begin with the first %i, proved by %s', (earlier, proof) => {
    const grown = grow(numbered(7));
    expect(spell(grown, consistencyProof(earlier, 7, grown.read))).toBe(proof);
  });

  it('of inclusion verify for every leaf of every tree to 130, at no other place', () => {
    const grown = grow(numbered(130));
    for (let size = 1; size <= 130; size++)
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(index, size, grown.read);
        const at = (leaf: number, place: number, of: number): boolean =>
          verifyInclusion(grown.leaves[leaf]!, place, of, proof, grown.roots[size]!);
        if (!at(index, index, size)) expect.fail(`leaf ${index} of ${size}`);
        if (size > 1 && at(index, (index + 1) % size, size)) expect.fail(`${index} of ${size} elsewhere`);
        if (at((index + 1) % 130, index, size)) expect.fail(`another leaf at ${index} of ${size}`);
      }
  });

  it('of consistency verify for every pair of trees to 130, for no other root', () => {
    const grown = grow(numbered(130));
    for (let size = 1; size <= 130; size++)
      for (let earlier = 1; earlier <= size; earlier++) {
        const proof = consistencyProof(earlier, size, grown.read);
        const holds = (from: Buffer, to: Buffer): boolean =>
          verifyConsistency(earlier, size, from, to, proof);
        if (!holds(grown.roots[earlier]!, grown.roots[size]!)) expect.fail(`${earlier} in ${size}`);
        if (holds(grown.roots[earlier - 1]!, grown.roots[size]!))
          expect.fail(`${earlier} in ${size}: older root`);
        if (holds(grown.roots[earlier]!, grown.roots[size - 1]!))
          expect.fail(`${earlier} in ${size}: newer root`);
      }
    expect(verifyConsistency(0, 5, EMPTY_ROOT, grown.roots[5]!, [])).toBe(true);
    expect(verifyConsistency(0, 5, grown.roots[1]!, grown.roots[5]!, [])).toBe(false);
  });

  it('are refused when any one bit of proof, leaf or root is flipped', () => {
    const grown = grow(numbered(130));
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 130 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (size, which, piece, bit) => {
          const index = which % size;
          const inclusion = inclusionProof(index, size, grown.read);
          const parts = [grown.leaves[index]!, grown.roots[size]!, ...inclusion].map(part =>
            Buffer.from(part),
          );
          flip(parts[piece % parts.length]!, bit);
          const [leaf, root, ...proof] = parts;
          expect(verifyInclusion(leaf!, index, size, proof, root!)).toBe(false);

          const earlier = 1 + (which % (size - 1));
          const consistency = consistencyProof(earlier, size, grown.read);
          const more = [grown.roots[earlier]!, grown.roots[size]!, ...consistency].map(part =>
            Buffer.from(part),
          );
          flip(more[piece % more.length]!, bit);
          const [from, to, ...steps] = more;
          expect(verifyConsistency(earlier, size, from!, to!, steps)).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('are refused when a hash is missing, added or of another length', () => {
    const grown = grow(numbered(77));
    const root = grown.roots[77]!;
    const proof = inclusionProof(40, 77, grown.read);
    const leaf = grown.leaves[40]!;
    for (const wrong of [
      proof.slice(1),
      proof.slice(0, -1),
      [...proof, root],
      [root, ...proof],
      [leaf.subarray(1)],
    ])
      expect(verifyInclusion(leaf, 40, 77, wrong, root)).toBe(false);
    const steps = consistencyProof(33, 77, grown.read);
    for (const wrong of [steps.slice(1), steps.slice(0, -1), [...steps, root], [], [root.subarray(1)]])
      expect(verifyConsistency(33, 77, grown.roots[33]!, root, wrong)).toBe(false);
  });

  it.each([
    [-1, 5],
    [5, 5],
    [0.5, 5],
    [Number.NaN, 5],
    [0, 2 ** 60],
  ])('of leaf %d in a tree of %d do not exist', (index, size) => {
    const grown = grow(numbered(5));
    expect(() => inclusionProof(index, size, grown.read)).toThrowError(
      expect.objectContaining({ code: 'E_INPUT' }),
    );
    expect(verifyInclusion(grown.leaves[0]!, index, size, [], grown.roots[5]!)).toBe(false);
    expect(verifyConsistency(index, size, grown.roots[1]!, grown.roots[5]!, [])).toBe(false);
  });

  it('end for any hostile size', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.maxSafeNat(),
        fc.array(hash, { maxLength: 60 }),
        hash,
        (a, b, proof, root) => {
          expect(verifyInclusion(root, Math.min(a, b), Math.max(a, b), proof, EMPTY_ROOT)).toBe(false);
          expect(verifyConsistency(Math.min(a, b), Math.max(a, b), root, EMPTY_ROOT, proof)).toBe(false);
        },
      ),
    );
  });
});

function flip(bytes: Buffer, bit: number): void {
  const at = (bit >> 3) % bytes.length;
  bytes[at] = bytes[at]! ^ (1 << (bit & 7));
}
