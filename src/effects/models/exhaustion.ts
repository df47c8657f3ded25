import type { Family } from '../model.ts';

/** What uses up processors, memory or disks because that is its purpose. */
export const EXHAUSTION: Family = {
  names:
    'stress stress-ng memtester bonnie++ fio sysbench xmrig minerd cgminer cpuminer ethminer t-rex nbminer lolMiner bfgminer xmr-stak cpuminer-multi kinsing kdevtmpfsi nanominer',
  models: () => ({
    'stress|stress-ng|memtester|bonnie++|fio|sysbench': {
      options: 'c|cpu= i= m|vm= d|hdd= t|timeout= vm-bytes= filename=write directory=write name=',
      does: 'resource-exhaustion+',
      examples: { 'stress --help': '', 'stress --cpu 8': 'resource-exhaustion' },
    },
    'xmrig|minerd|cgminer|cpuminer|ethminer|t-rex|nbminer|lolMiner|bfgminer|xmr-stak|cpuminer-multi|kinsing|kdevtmpfsi|nanominer':
      {
        options: 'o|url=send:connect u= p= a= t=',
        does: 'resource-exhaustion:miner+',
        examples: { 'xmrig --version': '', 'xmrig -o pool.test:3333': 'resource-exhaustion send' },
      },
  }),
};
