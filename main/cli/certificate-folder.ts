import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CodedError, codedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import { openAuditLog } from '../audit/audit-log.ts';
import type { ControlAnswers, ControlRequest } from '../control/control-calls.ts';
import { askBench } from '../control/control-client.ts';
import { type CertificateCalls, certificateControlHandlers } from '../provisioning/certificate-control.ts';
import { presharedKeysState } from '../server/auth/preshared-keys.ts';
import { createDeviceCredentials } from '../server/device-credentials.ts';
import { openStore } from '../store/store.ts';
import { createCertificateDesk } from '../vault/certificate-desk.ts';
import { openCertificates } from '../vault/certificates.ts';
import { openVault } from '../vault/vault.ts';
import type { Arguments } from './arguments.ts';
import { keeperOf } from './keeper.ts';

/** Asks about the certificates of a data folder: the bench that runs over it, or else the folder itself. */
export type AskCertificates = <Call extends CertificateCalls>(
  call: Call,
  request: ControlRequest<Call>,
) => Promise<ControlAnswers[Call]>;

/**
 * Works with the certificates of a data folder, whether a bench runs over it or not.
 * @throws CERTIFICATE_NO_FOLDER, DATA_FOLDER_…, VAULT_…, and what the work throws
 */
export async function withCertificates<Result>(
  args: Arguments,
  work: (ask: AskCertificates) => Promise<Result>,
): Promise<Result> {
  const folder = args.required('data');
  if (await isRunning(folder)) return work((call, request) => askBench(folder, call, request));
  // A folder that a person named by mistake is not made into one.
  if (!existsSync(path.join(folder, 'bench.sqlite'))) throw codedError('CERTIFICATE_NO_FOLDER', { folder });
  const now = () => Date.now();
  const randomOctets = (count: number) => new Uint8Array(randomBytes(count));
  const store = openStore(folder, now);
  const { keeper, forget } = await keeperOf(args);
  try {
    const vault = openVault(folder, keeper);
    const audit = openAuditLog({
      ...{ dataFolder: folder, store, vault, now },
      ...{ actor: commandLineActor, bench: false },
    });
    try {
      const certificates = await openCertificates({ folder, vault, now, randomOctets });
      const deviceCredentials = createDeviceCredentials({
        ...{ store, vault, certificates, audit, now, randomOctets },
      });
      const presharedKeys = presharedKeysState();
      const certificateDesk = createCertificateDesk({
        ...{ store, certificates, audit, now, presharedKeys },
        names: [],
      });
      const handlers = certificateControlHandlers({
        ...{ vault, audit, certificateDesk },
        server: { deviceCredentials },
      });
      return await work(async (call, request) => {
        const handler = handlers[call] as (asked: typeof request) => unknown;
        return (await handler(request)) as ControlAnswers[typeof call];
      });
    } finally {
      audit.close();
    }
  } finally {
    forget();
    store.close();
  }
}

async function isRunning(folder: string): Promise<boolean> {
  try {
    await askBench(folder, 'certificates', {});
    return true;
  } catch (error) {
    if (error instanceof CodedError && error.fault.code === 'BENCH_NOT_RUNNING') return false;
    throw error;
  }
}
