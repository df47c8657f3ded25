import type { MessagePort } from 'node:worker_threads';
import type { HasherData } from '../audit/verify/worker.ts';
import { runHasher } from '../audit/verify/worker.ts';
import { runWriter, type WriterData } from '../audit/writer-worker.ts';
import { type CompileWorkerData, runCompile } from '../daemon/compile-worker.ts';
import { type JudgeWorkerData, runJudge } from '../daemon/judge-worker.ts';

/** What a thread of this program is for. */
type ThreadData = WriterData | HasherData | JudgeWorkerData | CompileWorkerData;

export function runThread(port: MessagePort, data: ThreadData): void {
  switch (data.role) {
    case 'writer':
      runWriter(port, data);
      return;
    case 'hasher':
      runHasher(port, data);
      return;
    case 'judge':
      runJudge(port, data);
      return;
    case 'compile':
      runCompile(port, data);
      return;
  }
}
