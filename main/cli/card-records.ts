import type { Subject } from '../../core/audit/entry.ts';
import type { CardContents } from '../../core/card/card-contents.ts';
import { CodedError } from '../../core/errors.ts';
import { commandLineActor } from '../audit/actors.ts';
import { type AuditLog, auditOver, openAuditLog } from '../audit/audit-log.ts';
import { type OutsideAct, recorded } from '../audit/outside-act.ts';
import type { InsertedCard } from '../card/reader.ts';
import { type CardHolder, holderOf } from '../provisioning/card-holder.ts';
import { identityOf } from '../provisioning/card-work.ts';
import { openStore, type Store } from '../store/store.ts';
import { type KeyKeeper, openVault } from '../vault/vault.ts';
import type { Arguments } from './arguments.ts';
import { keeperOf } from './keeper.ts';

/** What is known of a card, and what is recorded of work on it: in the data folder that a command names. */
export interface CardRecords {
  holder(): CardHolder;
  /** The reader as it was named, the card, and whose it is as far as that is known. */
  readonly station: string;
  subject(): Subject;
  /** Does something to the card. Without a data folder nothing is recorded: there is nowhere to. */
  act<Result>(act: OutsideAct, work: () => Promise<Result>): Promise<Result>;
}

/** Works on a card with the data folder that `--data` names, which is held for so long. @throws DATA_FOLDER_… */
export async function withCardRecords<Result>(
  args: Arguments,
  card: InsertedCard,
  contents: CardContents,
  work: (records: CardRecords) => Promise<Result>,
): Promise<Result> {
  const station = args.text('station') ?? 'the only reader';
  const identity = identityOf(card, contents);
  const folder = args.text('data');
  if (folder === undefined)
    return work({
      station,
      holder: () => ({ kind: contents.message ? 'unknown' : 'nobody' }),
      subject: () => ({ card: identity }),
      act: (_act, change) => change(),
    });
  const { keeper, forget } = await keeperOf(args);
  const store = openStore(folder, () => Date.now());
  let log: AuditLog | undefined;
  try {
    log = signingLog(folder, store, keeper);
    const audit = log ?? auditOver(store, () => Date.now(), commandLineActor);
    const holder = () => holderOf(contents, identity, store);
    return await work({
      station,
      holder,
      subject() {
        const found = holder();
        if (found.kind !== 'job') return { card: identity };
        const { deviceId, label, batchId, jobId } = found.job;
        return { deviceId, label, batchId, jobId, card: identity };
      },
      act: (act, change) => recorded(audit, act, change),
    });
  } finally {
    log?.close();
    store.close();
    forget();
  }
}

/** The log with its key; undefined where the vault does not open here: the next bench over the folder signs then. */
function signingLog(folder: string, store: Store, keeper: KeyKeeper): AuditLog | undefined {
  try {
    const now = () => Date.now();
    const vault = openVault(folder, keeper);
    return openAuditLog({
      ...{ dataFolder: folder, store, vault, now },
      actor: commandLineActor,
      bench: false,
    });
  } catch (error) {
    if (error instanceof CodedError && error.fault.code === 'VAULT_LOCKED') return undefined;
    throw error;
  }
}
