// BullMQ on the cycle that the comparison measures: a job with a priority is added, a free worker is given it, returns,
// and the queue knows that it is done. One process holds producer and workers, as a small service would.
//
//   node bullmq.mjs REDIS_PORT WORKERS
//
// Each line of the standard input is a plan, {"rate","underWay","seconds"}: rate a second in an open loop, or so many under
// way at once when rate is 0. Each is answered by one line: sent, done, dup, errors, seconds, cpuMicros of this process, and
// micros, from the moment job N was due to the moment a worker had it; -1 for one that nobody was given.
// In the open loop a thread of its own says when a job is due, by the clock: a stall is charged to all that came meanwhile.
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker as Thread } from 'node:worker_threads';

const DRAIN_MS = 15_000;
const now = () => process.hrtime.bigint();

if (isMainThread) {
  await serve(Number(process.argv[2]), Number(process.argv[3]));
} else {
  const nap = new Int32Array(new SharedArrayBuffer(4));
  parentPort.on('message', ({ rate, seconds }) => {
    const step = 1e9 / rate;
    const first = now() + 1_000_000n;
    for (let i = 0; i < rate * seconds; i++) {
      const due = first + BigInt(Math.round(i * step));
      for (let left; (left = Number(due - now())) > 0;) {
        if (left > 120_000) Atomics.wait(nap, 0, 0, (left - 60_000) / 1e6);
      }
      parentPort.postMessage(due);
    }
    parentPort.postMessage(null);
  });
}

async function serve(port, workers) {
  const { Queue, Worker } = await import('bullmq');
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const queue = new Queue('contacts', { connection });
  let run = null;
  const worker = new Worker('contacts', async (job) => run?.offered(job.data), { connection, concurrency: workers });
  worker.on('completed', (job) => run?.completed(job.data));
  worker.on('failed', () => run?.failed());
  worker.on('error', (e) => console.error(e.message));
  await worker.waitUntilReady();
  const clock = new Thread(new URL(import.meta.url));
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await play(JSON.parse(line), queue, clock, (r) => (run = r))));
  }
  process.exit(0);
}

// Of each hundred: 2 crises, 3 medical emergencies, 15 in distress, the rest routine. 1 comes first in BullMQ.
function priority(number) {
  const of = number % 100;
  return of < 2 ? 1 : of < 5 ? 2 : of < 20 ? 3 : 4;
}

function play(plan, queue, clock, set) {
  const name = String(now());
  const due = [], micros = [];
  const done = new Set();
  let dup = 0, errors = 0, over = false;
  const begun = now();
  const ends = begun + BigInt(plan.seconds) * 1_000_000_000n;
  let lastDone = begun;
  const cpu = process.cpuUsage();
  return new Promise((resolve) => {
    const end = () => {
      if (!over || done.size + errors < due.length) return;
      finish();
    };
    const finish = () => {
      clearTimeout(patience);
      set(null);
      const used = process.cpuUsage(cpu);
      resolve({
        sent: due.length, done: done.size, dup, errors, seconds: Number(lastDone - begun) / 1e9,
        cpuMicros: used.user + used.system, micros,
      });
    };
    const patience = setTimeout(finish, plan.seconds * 1000 + DRAIN_MS);
    const send = (at) => {
      const number = due.length;
      due.push(at);
      micros.push(-1);
      queue
        .add('contact', { run: name, number, text: 'I would like to move my appointment to next week, please' },
          { priority: priority(number), removeOnComplete: true, removeOnFail: true })
        .catch((e) => { console.error(e.message); run.failed(); });
    };
    const run = {
      offered(data) {
        if (data.run !== name) return;
        if (micros[data.number] >= 0) dup++;
        else micros[data.number] = Number(now() - due[data.number]) / 1000;
      },
      completed(data) {
        if (data.run !== name || done.has(data.number)) return;
        done.add(data.number);
        lastDone = now();
        if (!plan.rate) next();
        end();
      },
      failed() { errors++; end(); },
    };
    const next = () => {
      if (now() < ends) send(now());
      else over = true;
    };
    set(run);
    if (plan.rate) {
      clock.removeAllListeners('message');
      clock.on('message', (at) => {
        if (at !== null) return send(at);
        over = true;
        end();
      });
      clock.postMessage(plan);
    } else {
      for (let i = 0; i < plan.underWay; i++) next();
    }
  });
}
