// npm run bench [-- --corpora DIR] [-- scan judge hostile client hook daemon audit]: prints figures beside their budgets.
// Budgets are medians on an idle machine with two cores; ratios are taken within one run. Exits 0 whatever comes out.
import { cpus } from 'node:os';
import { benchClient } from './client.mjs';
import { benchDaemon } from './daemon.mjs';
import { heading } from './figures.mjs';
import { benchHook } from './hook.mjs';
import { benchHostile } from './hostile.mjs';
import { benchJudge } from './judge.mjs';
import { benchScan } from './scan.mjs';

// It costs every start of node tens of milliseconds, ours and what ours is compared with alike.
delete process.env.NODE_EXTRA_CA_CERTS;

const args = process.argv.slice(2);
const at = args.indexOf('--corpora');
const dir = at < 0 ? undefined : args.splice(at, 2)[1];
const wanted = name => args.length === 0 || args.includes(name);

console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}`);
if (wanted('scan')) await benchScan();
if (wanted('judge')) await benchJudge(read => (dir === undefined ? {} : read(dir)));
if (wanted('hostile')) await benchHostile();
if (wanted('client')) benchClient();
if (wanted('hook')) benchHook();
if (wanted('daemon')) await benchDaemon();
if (wanted('audit')) {
  heading('audit: append and verify');
  process.argv[2] = '200000';
  await import('./audit.mjs');
}
