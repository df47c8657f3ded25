import type { Family, Model } from './model.ts';
import { ACCOUNTS } from './models/accounts.ts';
import { ARCHIVES } from './models/archives.ts';
import { BACKUP } from './models/backup.ts';
import { CLOUD } from './models/cloud.ts';
import { CLUSTER } from './models/cluster.ts';
import { CMDLETS } from './models/cmdlets.ts';
import { CONTAINERS } from './models/containers.ts';
import { COREUTILS } from './models/coreutils.ts';
import { COVERT } from './models/covert.ts';
import { DATABASES } from './models/databases.ts';
import { DISKS } from './models/disks.ts';
import { EXHAUSTION } from './models/exhaustion.ts';
import { FINDUTILS } from './models/findutils.ts';
import { GIT } from './models/git.ts';
import { INFRASTRUCTURE } from './models/infrastructure.ts';
import { INTERPRETERS } from './models/interpreters.ts';
import { KEYS } from './models/keys.ts';
import { MACHINES } from './models/machines.ts';
import { NETWORK } from './models/network.ts';
import { NETWORKING } from './models/networking.ts';
import { OBSERVATION } from './models/observation.ts';
import { OPERATIONS } from './models/operations.ts';
import { PACKAGES } from './models/packages.ts';
import { PROTECTION } from './models/protection.ts';
import { SECRETS } from './models/secrets.ts';
import { SETTINGS } from './models/settings.ts';
import { STORAGE } from './models/storage.ts';
import { STORES } from './models/stores.ts';
import { SYSTEM } from './models/system.ts';
import { TEXT } from './models/text.ts';
import { WINDOWS } from './models/windows.ts';

export const FAMILIES: readonly Family[] = [
  ACCOUNTS,
  ARCHIVES,
  BACKUP,
  CLOUD,
  CLUSTER,
  CMDLETS,
  CONTAINERS,
  COREUTILS,
  DATABASES,
  DISKS,
  FINDUTILS,
  GIT,
  INFRASTRUCTURE,
  INTERPRETERS,
  NETWORK,
  NETWORKING,
  OPERATIONS,
  EXHAUSTION,
  OBSERVATION,
  PROTECTION,
  SETTINGS,
  COVERT,
  KEYS,
  MACHINES,
  STORES,
  PACKAGES,
  SECRETS,
  STORAGE,
  SYSTEM,
  TEXT,
  WINDOWS,
];

/** So many names are looked for in the lists as they stand; whoever asks for more gets an index. */
const UNINDEXED = 16;

let asked = 0;
let index: ReadonlyMap<string, Family> | undefined;

/**
 * The family that lists a name; the last where several do. To index all of them would take a client that judges one
 * command longer than the judging.
 */
function familyOf(name: string): Family | undefined {
  if (index !== undefined) return index.get(name);
  if (++asked > UNINDEXED) {
    index = indexed();
    return index.get(name);
  }
  if (name === '' || name.includes(' ')) return undefined;
  return FAMILIES.findLast(({ names }) => names.includes(name) && ` ${names} `.includes(` ${name} `));
}

function indexed(): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>();
  for (const family of FAMILIES) for (const name of family.names.split(' ')) families.set(name, family);
  return families;
}

const made = new Map<Family, ReadonlyMap<string, Model>>();

/** The models of a family, by each of their names. */
export function modelsOf(family: Family): ReadonlyMap<string, Model> {
  const known = made.get(family);
  if (known !== undefined) return known;
  const models = new Map<string, Model>();
  for (const [names, model] of Object.entries(family.models()))
    for (const name of names.split('|')) models.set(name, model);
  made.set(family, models);
  return models;
}

function find(name: string): Model | undefined {
  const of = familyOf(name);
  return of === undefined ? undefined : modelsOf(of).get(name);
}

/**
 * The model of a program. Versions and `.exe` do not make another one (`python3.12`, `clang-17`, `git.exe`), nor do
 * capitals where file names have none (macOS): `RM` runs `rm`.
 */
export function modelOf(program: string): Model | undefined {
  const known = find(program) ?? find(program.replace(/[-\d.]+$/, ''));
  if (known !== undefined || !/[A-Z]|\.exe$/i.test(program)) return known;
  return find(program.toLowerCase().replace(/\.exe$/, ''));
}
