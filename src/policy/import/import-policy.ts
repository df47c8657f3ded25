import type { Examine } from '../examine.ts';
import { readPolicyFile } from '../file/policy-file.ts';
import { errorsIn, finding, type PolicyFinding } from '../finding.ts';
import { checkFile } from '../lint/file-findings.ts';
import { importClaudeCode } from './claude-code.ts';
import { importCodex } from './codex.ts';
import { importGemini } from './gemini.ts';
import { importOpenCode } from './opencode.ts';
import { importReference } from './reference-file.ts';
import { type Draft, IMPORT } from './source-rule.ts';
import { writePolicy } from './write-policy.ts';

/** Whose file is imported. */
export const FORMATS = ['rampart', 'claude-code', 'codex', 'gemini', 'opencode'] as const;
export type Format = (typeof FORMATS)[number];

const READERS: Readonly<Record<Format, (file: string, bytes: Uint8Array) => Draft>> = {
  rampart: importReference,
  'claude-code': importClaudeCode,
  codex: importCodex,
  gemini: importGemini,
  opencode: importOpenCode,
};

export interface Imported {
  readonly yaml: string;
  readonly rules: number;
  /** An error: a restriction could not be taken over. */
  readonly findings: readonly PolicyFinding[];
}

/** Converts a file of another guard, or an agent's own permission list, and checks that what it comes to loads. */
export function importPolicy(format: Format, file: string, bytes: Uint8Array, examine: Examine): Imported {
  const draft = READERS[format](file, bytes);
  const yaml = writePolicy(draft, [
    `Imported by rampart policy import from ${JSON.stringify(file)} (${format}).`,
  ]);
  const { policy, findings } = readPolicyFile({
    path: file,
    layer: 'user',
    bytes: new TextEncoder().encode(yaml),
  });
  const broken = errorsIn([
    ...findings,
    ...(policy === undefined ? [] : checkFile(policy, examine).findings),
  ]);
  return {
    yaml,
    rules: draft.policies.reduce((sum, { rules }) => sum + rules.length, 0),
    findings: [
      ...draft.findings,
      ...broken.map(({ message, hint, rule }) =>
        finding(IMPORT, { file, line: 0, column: 0 }, `as it is converted: ${message}`, {
          rule: rule ?? undefined,
          hint: hint ?? undefined,
        }),
      ),
    ],
  };
}
