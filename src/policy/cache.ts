import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { RampartError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import type { Config } from './file/config.ts';
import { readOwnedFile, type Trust, trustedOwners } from './file/owned-file.ts';
import { wholeFile } from './finding.ts';
import type { Layer, RuleSet } from './rule.ts';

/** A compiled set as it is kept, so that a hook decides without a YAML reader. */
export interface CachedPolicy {
  readonly rules: RuleSet;
  readonly config: Config;
  readonly files: readonly { readonly path: string; readonly layer: Layer }[];
}

/** Layout of the file: a line with the digest of the rest, then the set as one line of JSON. */
const LAYOUT = 2;

/** Sets kept: one for each repository with rules of its own, and a few that have been replaced. */
const KEPT = 32;

/** @param hash `sha256:…` */
function pathFor(dir: string, hash: string): string {
  return join(dir, `policy-${hash.replace(/^sha256:/, '')}.json`);
}

/**
 * Keeps a compiled set for clients, in a file only its owner can read. A reader never sees half of it: it is written
 * under another name and then renamed.
 */
export function writeCache(dir: string, policy: CachedPolicy): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const body = JSON.stringify(policy);
  const head = JSON.stringify({ v: LAYOUT, sha256: digest(body) });
  const path = pathFor(dir, policy.rules.hash);
  const draft = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(draft, flags, 0o600);
  try {
    const bytes = Buffer.from(`${head}\n${body}`);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  } finally {
    closeSync(descriptor);
  }
  dropOldest(dir);
}

/**
 * The compiled set with this hash, whole or not at all.
 * @returns undefined where there is none
 * @throws RampartError E_OWNER for a file of somebody else or open to others; E_POLICY for one that is damaged
 */
export function readCache(dir: string, hash: string): CachedPolicy | undefined {
  return readKept(dir, hash, { owners: trustedOwners(), noFollow: true });
}

/**
 * A compiled set that came with the package: like the program that reads it, it belongs to whoever installed that.
 * @throws RampartError E_POLICY for a file that is damaged
 */
export function readFromPackage(dir: string, hash: string): CachedPolicy | undefined {
  return readKept(dir, hash, {});
}

function readKept(dir: string, hash: string, trust: Omit<Trust, 'maxBytes'>): CachedPolicy | undefined {
  const path = pathFor(dir, hash);
  const bytes = readOwnedFile(path, { ...trust, maxBytes: LIMITS.policyCacheBytes });
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  const head = end < 0 ? undefined : parsed(text.slice(0, end));
  if (!isObject(head) || head.v !== LAYOUT || head.sha256 !== digest(body)) throw damaged(path);
  const policy = parsed(body);
  if (!isCachedPolicy(policy) || policy.rules.hash !== hash) throw damaged(path);
  return policy;
}

function damaged(path: string): RampartError {
  return new RampartError('E_POLICY', 'compiled policy is damaged', {
    position: wholeFile(path),
    hint: 'delete it; it is made anew from the policy files',
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The digest has shown that the text is what `writeCache` wrote; this is what it writes. */
function isCachedPolicy(value: unknown): value is CachedPolicy {
  return isObject(value) && isObject(value.rules) && isObject(value.config) && Array.isArray(value.files);
}

function dropOldest(dir: string): void {
  const files = readdirSync(dir)
    .filter(name => /^policy-[0-9a-f]+\.json$/.test(name))
    .map(name => ({
      path: join(dir, name),
      at: statSync(join(dir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of files.slice(KEPT)) rmSync(path, { force: true });
}
