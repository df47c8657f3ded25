import { RampartError } from '../../core/error.ts';
import { EXIT } from '../../core/exit.ts';
import { PACKAGE_DIR } from '../../core/package-dir.ts';
import type { Places } from '../../core/places.ts';
import { examine } from '../../pipeline.ts';
import { compileSources } from '../../policy/compile.ts';
import { readConfigs } from '../../policy/file/config-file.ts';
import { type PolicyFile, readPolicyFile } from '../../policy/file/policy-file.ts';
import { type PolicySource, readSources } from '../../policy/file/sources.ts';
import { finding, type PolicyFinding } from '../../policy/finding.ts';
import { readBenign } from '../../policy/lint/benign.ts';
import { benignFindings } from '../../policy/lint/benign-findings.ts';
import { broadFindings } from '../../policy/lint/broad-findings.ts';
import { checkFile } from '../../policy/lint/file-findings.ts';
import { shadowFindings } from '../../policy/lint/shadow-findings.ts';
import { findingLines } from '../../report/findings-text.ts';
import { activeDirs } from '../active-dirs.ts';
import { placesFor } from '../home.ts';
import type { Context } from '../verb.ts';
import { namedPolicies } from './sources.ts';

interface Linted {
  readonly files: number;
  readonly rules: number;
  readonly findings: readonly PolicyFinding[];
}

/** `policy lint`: exit 3 where a file has an error, else 0. */
export function lint({ home, out }: Context, paths: readonly string[]): number {
  const places = placesFor(home);
  const { files, rules, findings } = paths.length > 0 ? lintNamed(paths, places) : lintActive(places);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (out.json) out.object('policy.lint', { files, rules, findings });
  else {
    for (const one of findings) for (const line of findingLines(one, out.style)) out.line(line);
    const counted = `${count(files, 'file')}, ${count(rules, 'rule')}`;
    const others = findings.length - errors;
    out.line(
      findings.length === 0
        ? `${counted}, nothing to say`
        : `${counted}, ${count(errors, 'error')}, ${count(others, 'other finding')}`,
    );
  }
  return errors > 0 ? EXIT.badfile : EXIT.ok;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function lintActive(places: Places): Linted {
  try {
    const sources = readSources(activeDirs(places, process.cwd()));
    const { files, findings } = compileSources(sources, { examine });
    // What the package ships has been held against its own benign set already.
    const own = files.filter(({ layer }) => layer !== 'profile');
    return {
      files: files.length + sources.configs.length,
      rules: rulesIn(files),
      findings: [...findings, ...(findings.some(isError) ? [] : own.flatMap(consequences))],
    };
  } catch (thrown) {
    // A file that may not rule, or cannot be read at all, is what lint is asked about too.
    if (!(thrown instanceof RampartError) || thrown.position === undefined) throw thrown;
    const code = thrown.code === 'E_OWNER' ? 'owner' : 'unreadable';
    return {
      files: 1,
      rules: 0,
      findings: [finding(code, thrown.position, thrown.message, { hint: thrown.hint })],
    };
  }
}

function lintNamed(paths: readonly string[], places: Places): Linted {
  const read = namedPolicies(paths, places).map(lintOne);
  return {
    files: read.length,
    rules: read.reduce((sum, { rules }) => sum + rules, 0),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function lintOne(source: PolicySource): Linted {
  if (/(?:^|\/)config\.ya?ml$/.test(source.path)) {
    const layer = source.layer === 'system' ? 'system' : 'user';
    return { files: 1, rules: 0, findings: readConfigs([{ ...source, layer }]).findings };
  }
  const { policy, findings } = readPolicyFile(source);
  if (policy === undefined) return { files: 1, rules: 0, findings };
  const found = [...findings, ...checkFile(policy, examine).findings];
  const more = found.some(isError) ? [] : consequences(policy);
  return { files: 1, rules: rulesIn([policy]), findings: [...found, ...more] };
}

function isError({ severity }: PolicyFinding): boolean {
  return severity === 'error';
}

/** What a file that loads would do to everyday work, and what its grants let through. */
function consequences(file: PolicyFile): PolicyFinding[] {
  return [
    ...shadowFindings(file, examine),
    ...broadFindings(file, examine),
    ...benignFindings(file, readBenign(PACKAGE_DIR), examine),
  ];
}

function rulesIn(
  files: readonly { readonly policies: readonly { readonly rules: readonly unknown[] }[] }[],
): number {
  return files.flatMap(({ policies }) => policies.flatMap(({ rules }) => rules)).length;
}
