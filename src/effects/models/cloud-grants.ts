import { LIMITS } from '../../core/limits.ts';
import { literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';

/**
 * Subcommands that make somebody an administrator of an account in the cloud, hand out a login to it, or open what is
 * stored there to everybody; by program, as patterns of the command's words.
 */
const GRANTS: Readonly<Record<string, readonly RegExp[]>> = {
  aws: [
    /^iam (?:create-access-key|create-login-profile|update-login-profile)\b/,
    /^iam (?:attach|put)-(?:user|group|role)-policy\b.*\b(?:AdministratorAccess|IAMFullAccess|PowerUserAccess)\b/,
    /^iam (?:put-(?:user|group|role)-policy|create-policy(?:-version)?)\b.*"Action"\s{0,8}:\s{0,8}\[?\s{0,8}"\*"/,
    /^s3api put-(?:bucket|object)-acl\b.*(?:--acl[ =](?:public|authenticated)-|\bAllUsers\b)/,
    /^s3api put-bucket-policy\b.*"Principal"\s{0,8}:\s{0,8}(?:"\*"|\{\s{0,8}"AWS"\s{0,8}:\s{0,8}"\*")/,
    /^s3api delete-public-access-block\b/,
    /^lambda add-permission\b.*--principal[ =]\*/,
    /^(?:ec2|rds) modify-(?:\w+-){0,2}(?:snapshot|image)-attribute\b.*(?:--operation-type[ =]add|--values-to-add|--launch-permission\b.*\bAdd\b)/,
  ],
  gcloud: [
    /\badd-iam-policy-binding\b.*\broles\/(?:owner|editor|iam\.(?:serviceAccountTokenCreator|securityAdmin|workloadIdentityUser)|resourcemanager\.\w{1,32}Admin)\b/,
    /\badd-iam-policy-binding\b(?!.*\.invoker\b).*\ball(?:Authenticated)?Users\b/,
    /^iam service-accounts keys create\b/,
  ],
  gsutil: [/^iam ch\b.*\ball(?:Authenticated)?Users:/, /^(?:def)?acl (?:ch|set)\b.*(?:AllUsers|public-read)/],
  az: [
    /^role assignment create\b.*--role[ =]"?(?:Owner|User Access Administrator)\b/,
    /^ad sp create-for-rbac\b.*--role[ =]"?(?:Owner|User Access Administrator)\b/,
    /^storage container (?:create|set-permission)\b.*--public-access[ =](?:blob|container)\b/,
  ],
  gh: [
    /^repo edit\b.*--visibility[ =]public\b/,
    /^repo deploy-key add\b.*\s(?:-w|--allow-write)\b/,
    /^api\b.*-X ?P(?:UT|OST|ATCH)\b.*\/(?:collaborators|keys)\b|^api\b.*\bprivate=false\b/,
  ],
};

/** Options of these programs that stand before their subcommand and take a value. */
const BEFORE = /^--(?:profile|region|project|account|output|endpoint-url|subscription|query|format)$/;

/** Who is given what in the cloud, where that is everything, or where everybody is. */
export function cloudGrants(argv: readonly Word[]): Draft[] {
  const [program = '', ...words] = argv.map(literalText);
  const name = program.replace(/^.*\//, '');
  const patterns = Object.hasOwn(GRANTS, name) ? GRANTS[name] : undefined;
  if (patterns === undefined) return [];
  let start = 0;
  while (words[start]?.startsWith('-') === true) start += BEFORE.test(words[start] ?? '') ? 2 : 1;
  const text = words.slice(start).join(' ').slice(0, LIMITS.codeTextChars);
  return patterns.some(pattern => pattern.test(text))
    ? [{ kind: 'escalate', target: word(text.slice(0, 256)), on: 'resource', deed: 'cloud-access' }]
    : [];
}
