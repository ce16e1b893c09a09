import { parentPort, workerData } from 'node:worker_threads';
import { serveList } from './provisioning/list-thread-port.ts';

if (parentPort) serveList(parentPort, workerData);
