import { readdirSync } from 'node:fs';
import { Reader } from '../audit/reader.ts';
import { CompactRange } from '../audit/tree.ts';
import { RampartError } from '../core/error.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { PolicyBook } from '../daemon/policy-book.ts';
import { policyStatus } from '../daemon/status.ts';
import { examine } from '../pipeline.ts';
import type { Body } from '../wire/messages.ts';

/**
 * What `rampart status` shows where no daemon answers: what clients judge by meanwhile, since whoever starts them judges
 * by the same files, and what waits for the next daemon.
 */
export function statusAlone(places: Places): Body {
  const book = new PolicyBook({
    dirs: { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR },
    cacheDir: places.cache,
    examine,
    protection: [],
    onProjectError: () => undefined,
    onProjectSet: () => undefined,
  });
  book.load();
  return {
    daemon: { running: false, pid: null, version: null, since: null, socket: places.agentSocket },
    ...policyStatus(book),
    mode: 'enforce',
    pending: namesIn(places.pending).filter(name => name.endsWith('.json')).length,
    sessions: [],
    audit: { ...headAlone(places), last_seal: null, latch: null },
    boundary: 'shell',
    separated: false,
    notify: [],
  };
}

function headAlone({ database }: Places): object {
  try {
    const reader = Reader.open(database);
    try {
      const { size } = reader.extent();
      const read = (level: number, index: number): Buffer => {
        const hash = reader.node(level, index);
        if (hash === undefined) throw new RampartError('E_INPUT', 'the tree is not whole');
        return hash;
      };
      return { size, root: CompactRange.load(size, read).root().toString('hex') };
    } finally {
      reader.close();
    }
  } catch {
    // There is none yet, or `audit verify` says what is wrong with it.
    return { size: null, root: null };
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
