// One process of load on a daemon: node load-client.mjs CLIENT.mjs SOCKET CONNECTIONS FRESH SECONDS
const [module, socket, connections, fresh, seconds] = process.argv.slice(2);
const { connect } = await import(module);
const until = performance.now() + Number(seconds) * 1_000;
const took = [];
const body = {
  expects: 'none',
  call: {
    tool: 'exec',
    command: 'git status && ls -la src',
    cwd: '/tmp',
    session: null,
    agent: 'bench',
    env: {},
  },
};
const open = () => connect(socket, { connectTimeoutMs: 10_000 });

async function client() {
  let connection = fresh === 'true' ? undefined : await open();
  while (performance.now() < until) {
    const start = performance.now();
    if (fresh === 'true') connection = await open();
    const answer = await connection.request('evaluate', body, { timeoutMs: 30_000 });
    if (!answer.ok) throw new Error(answer.error.message);
    if (fresh === 'true') connection.close();
    took.push(performance.now() - start);
  }
  connection?.close();
}

const began = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, client));
const elapsed = (performance.now() - began) / 1_000;
process.send({ rate: took.length / elapsed, took });
